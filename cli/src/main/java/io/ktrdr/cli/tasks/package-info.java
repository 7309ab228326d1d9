/** Tasks of the pool of agents: submit, list, show, cancel. */
@NullMarked
package io.ktrdr.cli.tasks;

import org.jspecify.annotations.NullMarked;
