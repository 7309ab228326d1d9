/** Being known to the registry: registration and heartbeats. */
@NullMarked
package io.ktrdr.worker.registration;

import org.jspecify.annotations.NullMarked;
