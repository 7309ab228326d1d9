/**
 * Who may begin, and who has to wait for whom: dependencies, and locks on resources. {@link io.ktrdr.coordinator.readiness.LockBook}
 * decides, {@link io.ktrdr.coordinator.readiness.LockSql} has the statements.
 */
@NullMarked
package io.ktrdr.coordinator.readiness;

import org.jspecify.annotations.NullMarked;
