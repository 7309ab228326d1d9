/** The one declarative call of a tick, and the matching behind it. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.sync;
