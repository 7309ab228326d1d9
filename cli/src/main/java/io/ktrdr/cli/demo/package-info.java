/** Three researches from nothing to their verdicts. */
@NullMarked
package io.ktrdr.cli.demo;

import org.jspecify.annotations.NullMarked;
