package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.research.Executor;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.WaitingCause;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for an executor, first in line first: researches before tasks of the pool, then by rank, then by id.
 */
final class Line {
    /**
     * @param claim  the attempt that waits
     * @param rootId whose attempt it is
     * @param avoid  workers or agents
     * @param task   what else is known of a task of the pool; null for a research
     */
    record Place(
            String claim,
            String rootId,
            Executor executor,
            OffsetDateTime rank,
            List<String> avoid,
            @Nullable Task task) {

        static Place of(Root root, Plan plan) {
            return new Place(
                    plan.claim(),
                    root.id(),
                    plan.executor(),
                    root.rank(),
                    plan.avoid(),
                    plan.type().isTask() ? new Task(plan.type(), false, null, root.waitingCause()) : null);
        }

        boolean isTask() {
            return task != null;
        }
    }

    /**
     * @param depends        something that it depends on is not completed
     * @param preferredAgent is given it when it is free
     * @param waitingCause   what it was last seen waiting for
     */
    record Task(
            OperationType type,
            boolean depends,
            @Nullable String preferredAgent,
            @Nullable WaitingCause waitingCause) {}

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::isTask)
            .thenComparing(Place::rank)
            .thenComparing(Place::rootId)
            .thenComparing(Place::claim);

    private final Map<String, Place> places = new LinkedHashMap<>();

    Line(List<Place> stored) {
        stored.forEach(this::add);
    }

    /** Adding one that stands in line already changes nothing. */
    void add(Place place) {
        places.putIfAbsent(place.claim(), place);
    }

    /** They want nobody for the time being. */
    void leave(Set<String> rootIds) {
        places.values().removeIf(place -> rootIds.contains(place.rootId()));
    }

    List<Place> all(Executor executor) {
        List<Place> ordered = new ArrayList<>(places.values());
        ordered.removeIf(place -> place.executor() != executor);
        ordered.sort(ORDER);
        return ordered;
    }

    List<Place> first(Executor executor, int howMany) {
        List<Place> ordered = all(executor);
        return ordered.subList(0, Math.min(howMany, ordered.size()));
    }

    Stream<Task> tasks() {
        return places.values().stream().map(Place::task).filter(Objects::nonNull);
    }
}
