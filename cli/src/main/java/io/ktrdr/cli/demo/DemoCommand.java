package io.ktrdr.cli.demo;

import io.ktrdr.cli.agent.Triggers;
import io.ktrdr.cli.local.Install;
import io.ktrdr.cli.local.LocalMode;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From nothing to three verdicts. */
@Command(
        name = "demo",
        description = "Start everything, run three researches at once on market data, show what came out.")
public class DemoCommand implements Callable<Integer> {
    /** What to explore, and on which of the demo's timeframes. */
    private record Idea(String brief, String timeframe) {}

    private static final List<Idea> IDEAS = List.of(
            new Idea("Explore RSI variations", "5m"),
            new Idea("Test MACD strategies", "1m"),
            new Idea("Multi-timeframe momentum experiment", "1m"));

    @Spec
    CommandSpec spec;

    @Option(names = "--port", description = "Of the coordinator, when it is not running yet; default 8080.")
    @Nullable
    Integer port;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        LocalMode.of(session).ensureRealWork(port);
        Services services = session.localServices();
        PrintWriter err = session.err();

        DemoData data = new DemoData(services, Install.located(), line -> {
            err.println(line);
            err.flush();
        });
        List<DatasetView> used = data.importMissing();
        List<String> ids = trigger(services);
        List<OperationView> ended = new Watch(session, services).untilEnded(ids);

        if (session.json()) {
            session.printDocument(ended);
        } else if (session.quiet()) {
            ids.forEach(session.out()::println);
        } else {
            DemoText.results(ended, session.called()).forEach(session.out()::println);
            session.out().println();
            DemoText.whereToLook(
                            ended, session.called(), services.coordinators().first(), DemoData.source(used))
                    .forEach(session.out()::println);
        }
        boolean allCompleted = ended.stream().allMatch(research -> research.status() == OperationStatus.COMPLETED);
        return allCompleted ? ExitCode.OK.number() : ExitCode.RUN_FAILED.number();
    }

    private static List<String> trigger(Services services) {
        List<String> ids = new ArrayList<>();
        for (Idea idea : IDEAS) {
            TriggerRequest request = new TriggerRequest(
                    idea.brief(),
                    null,
                    DemoData.SYMBOL + "/" + idea.timeframe(),
                    null,
                    null,
                    null,
                    null,
                    System.getProperty("user.name"),
                    null,
                    null,
                    null,
                    null,
                    null);
            String key = UUID.randomUUID().toString();
            try {
                ids.add(Triggers.send(services, () -> services.agent().trigger(key, request))
                        .operationId());
            } catch (ProblemException refused) {
                throw Triggers.refusal(services, refused);
            }
        }
        return ids;
    }
}
