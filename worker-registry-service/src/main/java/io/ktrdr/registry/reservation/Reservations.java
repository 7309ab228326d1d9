package io.ktrdr.registry.reservation;

import java.util.List;
import java.util.Map;

/**
 * All that is promised at one moment.
 *
 * @param current   at most one for each claim and for each worker
 * @param lastEnded by worker id, the last job of each whose end was confirmed
 */
public record Reservations(List<Reservation> current, Map<String, EndedJob> lastEnded) {}
