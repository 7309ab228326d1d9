/** Workers: registration, heartbeat, silence, drain, forgetting, and how people see them. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.worker;
