/** What tasks rely on outside of ktrdr, and whether it answers. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.service;
