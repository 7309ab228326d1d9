package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The timeline of one operation, or with {@code --watch} what happens from now on. */
@Command(name = "events", description = "The timeline of an operation; with --watch, as it happens.")
public class OpsEventsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The operation; with --watch, without it all of them.")
    @Nullable
    String id;

    @Option(names = "--watch", description = "Go on until Ctrl-C, one line an event.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        if (id == null && !watch) {
            throw new CommandFailure(ExitCode.USAGE, "Name an operation, or watch all of them with --watch");
        }
        String named = id;
        List<OperationEvent> past = named == null
                ? List.of()
                : services.answer(() -> services.operations().events(named)).items();
        if (!watch) {
            printPast(session, past);
            return ExitCode.OK.number();
        }
        past.forEach(event -> print(session, event));
        new EventStream(services.coordinators(), session.mapper())
                .follow(
                        past.isEmpty() ? null : past.getLast().eventId(),
                        family(services)::contains,
                        event -> print(session, event));
        return ExitCode.OK.number();
    }

    /** The operation and its children, also those that come later; everything when no operation was named. */
    private Family family(Services services) {
        Set<String> known = new HashSet<>();
        String named = id;
        if (named != null) {
            known.add(named);
            services.answer(() -> services.operations().children(named))
                    .items()
                    .forEach(child -> known.add(child.operationId()));
        }
        return event -> {
            if (named == null || known.contains(event.operationId())) {
                return true;
            }
            boolean child =
                    named.equals(event.detail().path("parent_operation_id").asText());
            if (child) {
                known.add(event.operationId());
            }
            return child;
        };
    }

    private interface Family {
        boolean contains(OperationEvent event);
    }

    private static void printPast(Session session, List<OperationEvent> events) {
        if (session.json()) {
            session.printDocument(events);
        } else {
            events.forEach(event -> print(session, event));
        }
    }

    private static void print(Session session, OperationEvent event) {
        if (session.json()) {
            session.printLine(event);
        } else if (session.quiet()) {
            session.out().println(event.eventId());
        } else {
            String detail = event.detail().isEmpty() ? "" : "  " + event.detail();
            session.out().println(event.at() + "  " + event.operationId() + "  " + event.type() + detail);
        }
        session.out().flush();
    }
}
