package io.ktrdr.coordinator.task;

import io.ktrdr.coordinator.agent.ScriptedWork;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** Agents that do as a test says. */
public final class ScriptedAgents implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ScriptedWork.class);
    }
}
