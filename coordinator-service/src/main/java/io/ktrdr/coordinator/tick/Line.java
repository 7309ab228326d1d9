package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Research;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who waits for an executor, first in line first: by priority, then by the time of the trigger, then by id. */
final class Line {
    /** @param claim the attempt that waits */
    record Place(
            String claim, String researchId, Executor executor, int priority, OffsetDateTime rank, List<String> avoid) {

        static Place of(Research research, Plan plan) {
            return new Place(
                    plan.claim(), research.id(), plan.executor(), research.priority(), research.rank(), plan.avoid());
        }
    }

    private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::priority)
            .thenComparing(Place::rank)
            .thenComparing(Place::researchId)
            .thenComparing(Place::claim);

    private final Map<String, Place> places = new LinkedHashMap<>();

    Line(List<Place> stored) {
        stored.forEach(this::add);
    }

    /** Adding one that stands in line already changes nothing. */
    void add(Place place) {
        places.putIfAbsent(place.claim(), place);
    }

    List<Place> first(Executor executor, int howMany) {
        List<Place> ordered = new ArrayList<>(places.values());
        ordered.removeIf(place -> place.executor() != executor);
        ordered.sort(ORDER);
        return ordered.subList(0, Math.min(howMany, ordered.size()));
    }
}
