package io.ktrdr.registry.reservation;

import io.ktrdr.registry.health.WorkerRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one sync writes.
 *
 * @param state    the new one
 * @param released claims whose row goes, those that move to another worker included
 * @param reserved rows that come
 * @param ended    by worker id, jobs whose end was confirmed
 * @param records  by worker id, of those whose record has changed
 */
public record ReservationChange(
        RegistryState state,
        List<String> released,
        List<Reservation> reserved,
        Map<String, EndedJob> ended,
        Map<String, WorkerRecord> records) {

    /** The difference between what is stored and what shall be. */
    public static ReservationChange between(
            List<Reservation> stored,
            List<Reservation> wanted,
            RegistryState state,
            Map<String, EndedJob> ended,
            Map<String, WorkerRecord> records) {
        Set<Reservation> before = Set.copyOf(stored);
        Set<Reservation> after = Set.copyOf(wanted);
        List<String> released = stored.stream()
                .filter(reservation -> !after.contains(reservation))
                .map(Reservation::claim)
                .toList();
        List<Reservation> reserved = wanted.stream()
                .filter(reservation -> !before.contains(reservation))
                .toList();
        return new ReservationChange(state, released, reserved, Map.copyOf(ended), Map.copyOf(records));
    }
}
