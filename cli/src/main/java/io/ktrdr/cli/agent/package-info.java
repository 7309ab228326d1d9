/** Researches: trigger, status, cancel. */
@NullMarked
package io.ktrdr.cli.agent;

import org.jspecify.annotations.NullMarked;
