/** The worker registry: which workers there are, and to whom each is promised. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry;
