/** Tasks of the pool of agents. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.task;
