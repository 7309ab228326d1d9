/** The agents of the pool, one by one. */
@NullMarked
package io.ktrdr.cli.agents;

import org.jspecify.annotations.NullMarked;
