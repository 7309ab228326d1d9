/** Locks on resources: who has them, who waits for them. */
@NullMarked
package io.ktrdr.contracts.lock;

import org.jspecify.annotations.NullMarked;
