/** What researches have learned. */
@NullMarked
package io.ktrdr.cli.memory;

import org.jspecify.annotations.NullMarked;
