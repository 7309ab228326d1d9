/** Checks of what comes in. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.input;
