package io.ktrdr.cli.agents;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.pool.AgentList;
import io.ktrdr.contracts.pool.AgentView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All agents. */
@Command(name = "list", description = "All agents, and what they are at.")
public class AgentsListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> services.answer(() -> services.pool().agents()),
                        agents -> text(agents, Clock.systemUTC().instant()),
                        agents ->
                                agents.items().stream().map(AgentView::agentId).toList())
                .show(watch);
    }

    static List<String> text(AgentList agents, Instant now) {
        Table table = new Table(
                "AGENT", "STATE", "AT", "COMPLETED", "FAILED", "CALLS", "TOKENS", "DEGRADED FOR", "LAST ERROR");
        for (AgentView agent : agents.items()) {
            table.row(
                    agent.agentId(),
                    agent.state().wireName(),
                    at(agent),
                    String.valueOf(agent.completed()),
                    String.valueOf(agent.failed()),
                    String.valueOf(agent.modelCalls()),
                    Figures.count(agent.inputTokens() + agent.outputTokens()),
                    agent.degradedUntil() == null
                            ? "-"
                            : Figures.duration(
                                    Duration.between(now, agent.degradedUntil()).toMillis() / 1e3),
                    Objects.requireNonNullElse(agent.lastError(), ""));
        }
        return table.lines();
    }

    private static String at(AgentView agent) {
        if (agent.operationId() == null) {
            return "-";
        }
        return agent.operationType() == null
                ? agent.operationId()
                : agent.operationType().wireName() + " " + agent.operationId();
    }
}
