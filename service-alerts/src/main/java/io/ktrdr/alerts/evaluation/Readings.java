package io.ktrdr.alerts.evaluation;

import io.ktrdr.alerts.rule.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all signals are at. One that was read and has no subjects is known: whoever was in it is gone. One that could not be
 * read is unknown, and says nothing about anybody.
 */
public final class Readings {
    private final Map<Signal, List<Reading>> known = new EnumMap<>(Signal.class);

    /** It was read, and this is all there is. A second time adds to it. */
    public Readings read(Signal signal, Collection<Reading> readings) {
        known.computeIfAbsent(signal, none -> new ArrayList<>()).addAll(readings);
        return this;
    }

    public Readings read(Signal signal, Reading reading) {
        return read(signal, List.of(reading));
    }

    /** Empty when it could not be read. */
    Optional<List<Reading>> of(Signal signal) {
        return Optional.ofNullable(known.get(signal)).map(List::copyOf);
    }
}
