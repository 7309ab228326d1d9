/** How figures, tables and curves look on a terminal. */
@NullMarked
package io.ktrdr.cli.output;

import org.jspecify.annotations.NullMarked;
