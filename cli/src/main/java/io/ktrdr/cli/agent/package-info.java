/** Researches: trigger, status, cancel, resume. */
@NullMarked
package io.ktrdr.cli.agent;

import org.jspecify.annotations.NullMarked;
