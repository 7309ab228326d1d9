/** What somebody should look at: what the registry's rules read of its workers, and its alerts for whoever asks. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.alert;
