/** Datasets: import and list. */
@NullMarked
package io.ktrdr.cli.data;

import org.jspecify.annotations.NullMarked;
