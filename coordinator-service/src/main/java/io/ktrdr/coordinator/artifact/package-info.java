/** Content-addressed bytes in Postgres. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.artifact;
