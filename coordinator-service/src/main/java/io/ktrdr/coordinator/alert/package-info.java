/** What somebody should look at: what the coordinator's rules read, and who may see and acknowledge it. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.alert;
