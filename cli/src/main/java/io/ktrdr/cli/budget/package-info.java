/** What models cost. */
@NullMarked
package io.ktrdr.cli.budget;

import org.jspecify.annotations.NullMarked;
