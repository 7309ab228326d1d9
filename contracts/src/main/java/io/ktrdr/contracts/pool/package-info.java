/** The pool of agents and what they rely on. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.pool;
