/** What somebody should look at. */
@NullMarked
package io.ktrdr.cli.alerts;

import org.jspecify.annotations.NullMarked;
