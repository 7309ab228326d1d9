package io.ktrdr.cli.ops;

import io.ktrdr.cli.ops.Explanation.Span;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks along the events of a history and says of each stretch between two of them what it was spent on. An attempt that runs
 * counts before anything that its research waits for, as that does not keep it from running.
 */
final class Timeline {
    private final History history;
    private final OperationView explained;
    private final @Nullable OperationView only;
    private final Map<String, OperationView> children = new HashMap<>();
    private final Map<String, Fate> fates = new HashMap<>();
    private final Instant start;
    private final Instant end;
    private final List<Span> spans = new ArrayList<>();

    private Instant from;
    private String began = "created";
    private @Nullable String reason;
    private @Nullable Waiting waiting;
    private @Nullable Attempt attempt;
    /** What the last attempt was and how it ended, for the time until the next. */
    private String before = "its creation";

    private record Waiting(TimeClass timeClass, String what) {}

    /** @param runs an agent has it, or its worker has said so; else it is on its way there */
    private record Attempt(String id, String name, boolean runs) {}

    private Timeline(History history, OperationView explained, @Nullable OperationView only) {
        this.history = history;
        this.explained = explained;
        this.only = only;
        history.children().forEach(child -> {
            children.put(child.operationId(), child);
            fates.put(child.operationId(), Fate.of(child, history.children(), history.events()));
        });
        this.start = whole(explained.createdAt());
        this.end = end();
        this.from = start;
    }

    /**
     * Of an operation from its creation to its end, or to now.
     *
     * @param only the attempt that it is; null for a research or a task with all its attempts
     */
    static List<Span> of(History history, OperationView explained, @Nullable OperationView only) {
        return new Timeline(history, explained, only).walk();
    }

    /** This machine's clock may be behind the coordinator's: what has happened has happened. */
    private Instant end() {
        Instant finished = explained.finishedAt();
        if (finished != null) {
            return later(start, whole(finished));
        }
        Instant last = history.events().isEmpty()
                ? start
                : whole(history.events().getLast().at());
        return later(later(start, last), whole(history.now()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant whole(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private List<Span> walk() {
        for (OperationEvent event : history.events()) {
            // events are stamped as they are committed: one may be a hair outside of the operation's own times
            Instant at = whole(event.at());
            spend(at.isAfter(end) ? end : at);
            if (!at.isAfter(end)) {
                began = event.type();
                reason = reason(event);
                apply(event);
            }
        }
        spend(end);
        return List.copyOf(nameWhatIsWaitedForNow());
    }

    /** The time until then, on what is going on. */
    private void spend(Instant until) {
        while (from.isBefore(until)) {
            Attempt current = attempt;
            Fate fate = current == null ? null : fates.get(current.id);
            Instant next = until;
            if (current == null) {
                add(next, standing());
            } else if (!current.runs && (fate == null || from.isBefore(fate.heardUntil()))) {
                next = fate == null ? until : earlier(until, fate.heardUntil());
                add(next, new Waiting(TimeClass.HANDED_OVER, current.name + ", on its way"));
            } else {
                Fate.Section section =
                        fate == null ? new Fate.Section(TimeClass.RAN, Instant.MAX) : fate.sectionAt(from);
                next = earlier(until, section.until());
                add(next, new Waiting(section.timeClass(), current.name));
            }
            from = next;
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Waiting standing() {
        return waiting == null ? new Waiting(TimeClass.HANDED_OVER, "after " + before) : waiting;
    }

    private void add(Instant until, Waiting what) {
        String child = attempt == null ? null : attempt.id;
        Span span = new Span(from, Explanation.seconds(from, until), began, reason, what.timeClass, what.what, child);
        if (!spans.isEmpty() && span.continues(spans.getLast())) {
            spans.set(spans.size() - 1, spans.getLast().andThen(span));
        } else {
            spans.add(span);
        }
    }

    private void apply(OperationEvent event) {
        String step = event.type().substring(event.type().lastIndexOf('.') + 1);
        if (event.operationId().equals(history.root().operationId())) {
            ofRoot(step, event);
        } else if (only == null || event.operationId().equals(only.operationId())) {
            ofAttempt(step, event);
        }
    }

    private void ofRoot(String step, OperationEvent event) {
        String cause = event.detail().path("cause").asText("");
        switch (step) {
            case "triggered", "submitted" -> {
                if (!cause.isEmpty()) {
                    waiting = waitingFor(cause);
                } else if (event.detail().path("queued").asBoolean()) {
                    waiting = waitingFor("capacity");
                }
            }
            case "waiting" -> waiting = waitingFor(cause);
            case "needs_attention" ->
                waiting = new Waiting(
                        TimeClass.WAITED_FOR_PERSON,
                        event.detail().path("reason").asText(""));
            case "admitted", "resumed", "locked" -> waiting = null;
            // phases say what the attempts say, and the end of it is the end of all
            default -> {}
        }
    }

    private Waiting waitingFor(String cause) {
        TimeClass timeClass = TimeClass.waitingFor(cause);
        boolean isNamed = timeClass == TimeClass.WAITED_FOR_WORKER || timeClass == TimeClass.WAITED_FOR_OTHER;
        String what = timeClass == TimeClass.WAITED_FOR_DEPENDENCY
                ? String.join(", ", history.root().dependsOn())
                : isNamed ? cause.replace('_', ' ') : "";
        return new Waiting(timeClass, what);
    }

    private void ofAttempt(String step, OperationEvent event) {
        String id = event.operationId();
        boolean isOnItsWay = attempt != null && attempt.id.equals(id);
        switch (step) {
            case "granted" -> {
                attempt = new Attempt(id, name(event), false);
                waiting = null;
            }
            case "started" -> {
                attempt = new Attempt(id, name(event), true);
                // what it waits for since its worker was found, it still waits for
                waiting = isOnItsWay ? waiting : null;
            }
            case "completed", "failed", "cancelled" -> {
                before = name(event) + (step.equals("completed") ? "" : ", which " + step(step));
                attempt = isOnItsWay ? null : attempt;
            }
            default -> {}
        }
    }

    private static String step(String end) {
        return end.equals("failed") ? "failed" : "was cancelled";
    }

    /** The attempt as people call it: {@code training, attempt 2 on training-1}. */
    private String name(OperationEvent event) {
        OperationView child = children.get(event.operationId());
        String kind = event.type().substring(0, event.type().lastIndexOf('.'));
        if (child == null) {
            return kind;
        }
        String on = History.executedBy(child);
        return (history.root().operationType().isTask() ? "" : kind + ", ") + "attempt " + child.attempt()
                + (on == null ? "" : " on " + on);
    }

    /** Only of what it waits for at this moment the coordinator tells more: behind whom, and how many are ahead. */
    private List<Span> nameWhatIsWaitedForNow() {
        String now = explained.waitingReason();
        if (spans.isEmpty() || now == null || attempt != null) {
            return spans;
        }
        Span last = spans.removeLast();
        spans.add(new Span(
                last.from(),
                last.seconds(),
                last.began(),
                last.reason(),
                last.timeClass(),
                now,
                last.childOperationId()));
        return spans;
    }

    private static @Nullable String reason(OperationEvent event) {
        for (String field : List.of("cause", "reason", "message", "worker_id")) {
            String text = event.detail().path(field).asText("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }
}
