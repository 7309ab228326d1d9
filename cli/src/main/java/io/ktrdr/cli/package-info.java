/** The ktrdr command: its tree of commands, its settings, its one place for errors. */
@NullMarked
package io.ktrdr.cli;

import org.jspecify.annotations.NullMarked;
