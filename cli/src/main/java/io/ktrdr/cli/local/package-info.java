/** The whole set on one machine: PostgreSQL and every service as supervised processes. */
@NullMarked
package io.ktrdr.cli.local;

import org.jspecify.annotations.NullMarked;
