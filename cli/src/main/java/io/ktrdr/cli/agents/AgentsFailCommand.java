package io.ktrdr.cli.agents;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.pool.AgentFailRequest;
import io.ktrdr.contracts.pool.AgentView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an agent for failed. */
@Command(name = "fail", description = "Take an agent for failed: another one is given what it is at.")
public class AgentsFailCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "AGENT", description = "The agent's id, such as agent-2.")
    String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is told with the attempt that fails.")
    @Nullable
    String reason;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        AgentView agent = services.answer(() -> services.pool().fail(id, new AgentFailRequest(reason)));
        if (session.json()) {
            session.printDocument(agent);
        } else {
            session.out().println(session.quiet() ? agent.agentId() : text(agent));
        }
        return ExitCode.OK.number();
    }

    private static String text(AgentView agent) {
        return "Agent failed: " + agent.agentId()
                + (agent.degradedUntil() == null ? "" : ", degraded until " + agent.degradedUntil());
    }
}
