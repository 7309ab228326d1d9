package io.ktrdr.registry.reservation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the syncs have come.
 *
 * @param counter         the highest token ever given
 * @param rebuildingUntil nothing is granted until then, null when nothing is being rebuilt
 */
public record RegistryState(
        long epoch, long seq, long counter, @Nullable Instant rebuildingUntil) {}
