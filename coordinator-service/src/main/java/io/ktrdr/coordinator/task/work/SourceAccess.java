package io.ktrdr.coordinator.task.work;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.service.DataSource;
import io.ktrdr.coordinator.service.ServiceName;
import io.ktrdr.coordinator.service.Services;
import io.ktrdr.coordinator.service.UnusableFileException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/** The data source, for work that has to say whose fault it is when that does not answer: never the agent's. */
@Singleton
final class SourceAccess {
    /** For work that is begun whether it is up or not. */
    private static final int FEW = 3;
    /** For work that is begun only while it is up: by then, one that does not answer is known to be down. */
    private static final int MANY = 15;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Services services;

    SourceAccess(Services services) {
        this.services = services;
    }

    interface Use<T> {
        T of(DataSource source) throws IOException, InterruptedException;
    }

    /**
     * Tries again for some seconds.
     *
     * @throws AgentFailure that ends the task, when it does not answer or what is asked for is not there
     */
    <T> T briefly(AgentTask attempt, Use<T> use) throws AgentFailure, InterruptedException {
        return use(attempt, use, false);
    }

    /**
     * Tries again until it answers or is known to be down. Then the task is held back; were it given back before, it would be
     * begun again at once, over and over.
     *
     * @throws AgentFailure that gives the task back when it is down, and ends it when it is not but this fails all the same
     */
    <T> T patiently(AgentTask attempt, Use<T> use) throws AgentFailure, InterruptedException {
        return use(attempt, use, true);
    }

    private <T> T use(AgentTask attempt, Use<T> use, boolean heldBack) throws AgentFailure, InterruptedException {
        DataSource source = services.dataSource()
                .orElseThrow(() -> new AgentFailure(
                        FailureClass.JOB, "no_data_source", "No data source is configured (ktrdr.discovery.source)"));
        for (int tries = 1; ; tries++) {
            try {
                return use.of(source);
            } catch (UnusableFileException e) {
                throw new AgentFailure(FailureClass.JOB, "unusable_file", String.valueOf(e.getMessage()));
            } catch (IOException e) {
                String reason = "The data source does not answer: " + e.getMessage();
                if (heldBack && !Blocking.await(() -> services.isUp(ServiceName.DISCOVERY))) {
                    throw new AgentFailure(FailureClass.DEFERRED, "data_source_down", reason);
                }
                if (tries == (heldBack ? MANY : FEW)) {
                    throw new AgentFailure(FailureClass.JOB, "data_source_down", reason);
                }
            }
            attempt.pass(PAUSE);
        }
    }
}
