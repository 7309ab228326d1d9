/** The local mode, opened for tests: its own plans and its own supervisor, in the test's process. */
@NullMarked
package io.ktrdr.cli.local;

import org.jspecify.annotations.NullMarked;
