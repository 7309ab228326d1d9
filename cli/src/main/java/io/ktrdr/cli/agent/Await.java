package io.ktrdr.cli.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.cli.output.JsonText;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Patience;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for the end of researches and tasks, saying on stderr what they are doing. */
final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;
    private final Services services;
    private final Map<String, String> said = new HashMap<>();

    Await(Session session, Services services) {
        this.session = session;
        this.services = services;
    }

    /** @param answered what to say of it when it is completed */
    ExitCode end(String id, @Nullable Duration timeout, Function<OperationView, ExitCode> answered) {
        return ends(Map.of(id, id), timeout)
                .map(ended -> told(ended.getFirst(), answered))
                .orElse(ExitCode.WAIT_TIMED_OUT);
    }

    /**
     * One that failed outweighs others that were cancelled.
     *
     * @param names by id, in the order in which they are told
     */
    ExitCode all(Map<String, String> names, @Nullable Duration timeout) {
        Map<String, String> called = new LinkedHashMap<>();
        names.forEach((id, name) -> called.put(id, name + "  " + id));
        Optional<List<OperationView>> ended = ends(called, timeout);
        if (ended.isEmpty()) {
            return ExitCode.WAIT_TIMED_OUT;
        }
        if (session.json()) {
            ArrayNode items = session.mapper().createArrayNode();
            for (OperationView one : ended.get()) {
                ObjectNode item = items.addObject().put("name", names.get(one.operationId()));
                item.setAll((ObjectNode) session.mapper().valueToTree(one));
            }
            session.printDocument(items);
        }
        ended.get().stream()
                .filter(one -> one.status() == OperationStatus.FAILED)
                .forEach(one -> session.err().println(called.get(one.operationId()) + " failed: " + why(one)));
        List<OperationStatus> statuses =
                ended.get().stream().map(OperationView::status).toList();
        if (statuses.contains(OperationStatus.FAILED)) {
            return ExitCode.RUN_FAILED;
        }
        return statuses.contains(OperationStatus.CANCELLED) ? ExitCode.RUN_CANCELLED : ExitCode.OK;
    }

    /**
     * In the same order; empty when the time was up before.
     *
     * @param called on stderr, by id
     */
    private Optional<List<OperationView>> ends(Map<String, String> called, @Nullable Duration timeout) {
        long start = System.nanoTime();
        Patience patience = new Patience();
        Map<String, OperationView> ended = new HashMap<>();
        List<String> open = new ArrayList<>(called.keySet());
        while (true) {
            try {
                for (String id : List.copyOf(open)) {
                    OperationView now =
                            services.answer(() -> services.operations().show(id));
                    patience.heard();
                    say(now, called);
                    if (now.status().isTerminal()) {
                        ended.put(id, now);
                        open.remove(id);
                    }
                }
            } catch (CommandFailure | ProblemException failure) {
                patience.with(failure);
            }
            if (open.isEmpty()) {
                return Optional.of(called.keySet().stream()
                        .map(id -> Objects.requireNonNull(ended.get(id)))
                        .toList());
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                String more = open.size() == 1 ? "" : " (and " + (open.size() - 1) + " more)";
                session.err()
                        .println("Still running after the time given: see 'ktrdr ops show " + open.getFirst() + "'"
                                + more);
                return Optional.empty();
            }
            Pause.of(INTERVAL);
        }
    }

    private void say(OperationView now, Map<String, String> called) {
        String id = now.operationId();
        String doing = doing(now);
        if (!session.quiet() && !doing.equals(said.put(id, doing))) {
            session.err().println(called.get(id) + "  " + doing);
            session.err().flush();
        }
    }

    private ExitCode told(OperationView end, Function<OperationView, ExitCode> answered) {
        boolean task = end.operationType().isTask();
        if (session.json()) {
            session.printDocument(end);
        } else if (task && !session.quiet() && end.result() != null) {
            // of a research there is more to show than fits here
            JsonText.of(end.result()).forEach(session.out()::println);
            session.out().flush();
        }
        return switch (end.status()) {
            case COMPLETED -> answered.apply(end);
            case FAILED -> {
                session.err().println((task ? "Task" : "Research") + " failed: " + why(end));
                yield ExitCode.RUN_FAILED;
            }
            case CANCELLED -> ExitCode.RUN_CANCELLED;
            case PENDING, RUNNING -> throw new IllegalStateException(end.operationId() + " has not ended");
        };
    }

    private static String doing(OperationView now) {
        String doing = now.status().isTerminal() || now.phase() == null
                ? now.status().wireName()
                : now.phase().wireName();
        return now.waitingReason() == null ? doing : doing + ": " + now.waitingReason();
    }

    private static String why(OperationView failed) {
        return Objects.requireNonNullElse(failed.errorMessage(), "no reason given");
    }
}
