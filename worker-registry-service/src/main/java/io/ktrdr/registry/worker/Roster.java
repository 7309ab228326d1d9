package io.ktrdr.registry.worker;

import java.util.List;

/**
 * All workers at one moment.
 *
 * @param workers by id
 */
public record Roster(Hearing hearing, List<KnownWorker> workers) {}
