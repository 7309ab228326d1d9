/** Operations and their timelines. */
@NullMarked
package io.ktrdr.cli.ops;

import org.jspecify.annotations.NullMarked;
