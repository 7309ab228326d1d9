/** Operations as people and services read them. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.operation;
