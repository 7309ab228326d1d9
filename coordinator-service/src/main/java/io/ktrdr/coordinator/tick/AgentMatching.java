package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.agent.Crew;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which agent gets which attempt, in line order. Degraded agents get nothing while there are others in the pool, busy or not;
 * agents that have failed an attempt of the same operation get no further one while there are others. Who is left without one
 * waits; those behind him may go. Pure.
 */
final class AgentMatching {
    private final List<Crew.Member> crew;
    private final Set<String> idle;

    private AgentMatching(List<Crew.Member> crew, Set<String> idle) {
        this.crew = crew;
        this.idle = idle;
    }

    /** By claim: the agent that gets it. */
    static Map<String, String> match(List<Line.Place> ready, Crew crew, Set<String> busy) {
        boolean somebodyIsWell = crew.members().stream().anyMatch(member -> !member.degraded());
        List<Crew.Member> able = crew.members().stream()
                .filter(member -> !member.degraded() || !somebodyIsWell)
                .toList();
        Set<String> idle = new HashSet<>();
        able.forEach(member -> idle.add(member.agentId()));
        idle.removeAll(busy);
        AgentMatching matching = new AgentMatching(able, idle);
        Map<String, String> matched = new HashMap<>();
        for (Line.Place place : ready) {
            String agent = matching.take(place);
            if (agent != null) {
                matched.put(place.claim(), agent);
            }
        }
        return matched;
    }

    private @Nullable String take(Line.Place place) {
        boolean all = crew.stream().allMatch(member -> place.avoid().contains(member.agentId()));
        Predicate<String> suitable =
                agent -> idle.contains(agent) && (all || !place.avoid().contains(agent));
        String preferred = place.task() == null ? null : place.task().preferredAgent();
        String taken = preferred != null && suitable.test(preferred)
                ? preferred
                : crew.stream()
                        .map(Crew.Member::agentId)
                        .filter(suitable)
                        .findFirst()
                        .orElse(null);
        if (taken != null) {
            idle.remove(taken);
        }
        return taken;
    }
}
