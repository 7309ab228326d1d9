package io.ktrdr.coordinator.agent;

import java.util.List;
import java.util.Set;

/**
 * Who there is in the ticking coordinator, and what they can rely on.
 *
 * @param members    in the order of their numbers
 * @param servicesUp names of the services that answer
 */
public record Crew(List<Member> members, Set<String> servicesUp) {
    public Crew {
        members = List.copyOf(members);
        servicesUp = Set.copyOf(servicesUp);
    }

    /** @param degraded it has failed of late and is cooling down */
    public record Member(String agentId, boolean degraded) {}
}
