package io.ktrdr.cli.ops;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Accounts for every second of an operation. */
@Command(name = "explain", description = "Where an operation's time went: ran, waited for what, tried again why.")
public class OpsExplainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        Instant now = Clock.systemUTC().instant();
        OperationView operation = services.answer(() -> services.operations().show(id));
        Explanation explanation = Explanation.of(
                operation,
                services.answer(() -> services.operations().events(id)).items(),
                now);
        List<OperationView> children =
                services.answer(() -> services.operations().children(id)).items();
        if (session.json()) {
            session.printDocument(explanation);
            return ExitCode.OK.number();
        }
        session.out()
                .println(operation.operationId() + " " + operation.status().wireName() + ", "
                        + Figures.duration(explanation.totalSeconds()) + " in all");
        session.out().println();
        Table spans = new Table("FROM", "TOOK", "SINCE", "");
        explanation
                .spans()
                .forEach(span -> spans.row(
                        span.from().truncatedTo(ChronoUnit.MILLIS).toString(),
                        took(span.seconds()),
                        span.began(),
                        Objects.requireNonNullElse(span.reason(), "")));
        spans.lines().forEach(session.out()::println);
        if (!children.isEmpty()) {
            session.out().println();
            attempts(children, now).lines().forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static Table attempts(List<OperationView> children, Instant now) {
        Table table = new Table("STEP", "ATTEMPT", "STATUS", "WAITED", "RAN", "WORKER", "");
        for (OperationView child : children) {
            Instant end = Objects.requireNonNullElse(child.finishedAt(), now);
            Instant start = Objects.requireNonNullElse(child.startedAt(), end);
            table.row(
                    child.operationType().wireName(),
                    String.valueOf(child.attempt()),
                    child.status().wireName(),
                    Figures.span(Duration.between(child.createdAt(), start)),
                    Figures.span(Duration.between(start, end)),
                    Objects.requireNonNullElse(child.workerId(), "-"),
                    Objects.requireNonNullElse(child.errorMessage(), ""));
        }
        return table;
    }

    private static String took(double seconds) {
        return Figures.span(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
