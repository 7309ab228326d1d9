/**
 * Locks on resources, without a database: which exclude each other, who gets which, who has to give his back. {@link
 * io.ktrdr.coordinator.lock.LockDecision} decides.
 */
@NullMarked
package io.ktrdr.coordinator.lock;

import org.jspecify.annotations.NullMarked;
