/**
 * On what terms operations begin: what they depend on, and which locks they need. {@link io.ktrdr.coordinator.readiness.Terms} is what
 * somebody asks for, {@link io.ktrdr.coordinator.readiness.LockSql} has the statements.
 */
@NullMarked
package io.ktrdr.coordinator.readiness;

import org.jspecify.annotations.NullMarked;
