package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.budget.CallLedger;
import io.ktrdr.coordinator.stub.StubConfig;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the agents of this process do: real work, or a stub of it. */
@Singleton
final class AgentWorks {
    @Produces
    @Singleton
    AgentWork work(
            StubConfig stub,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion,
            CallLedger ledger,
            DesignWork design,
            AssessmentWork assessment,
            @All List<TaskWork> tasks) {
        return stub.enabled() ? new StubWork(stub, ledger, codeVersion) : new RealWork(design, assessment, tasks);
    }
}
