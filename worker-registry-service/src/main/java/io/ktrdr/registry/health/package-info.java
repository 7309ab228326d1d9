/** How well workers are, and what is done about those that are not: score, circuit breaker, recovery. Knows numbers, not workers. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.health;
