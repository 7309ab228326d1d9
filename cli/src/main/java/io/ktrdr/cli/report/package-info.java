/** One research as a page to show: a single HTML file that asks no network for anything. */
@NullMarked
package io.ktrdr.cli.report;

import org.jspecify.annotations.NullMarked;
