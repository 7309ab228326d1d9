/** One research, for a person to read or to take away as files. */
@NullMarked
package io.ktrdr.cli.research;

import org.jspecify.annotations.NullMarked;
