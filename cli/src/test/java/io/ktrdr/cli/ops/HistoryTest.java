package io.ktrdr.cli.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.ops.Explanation.AttemptAccount;
import io.ktrdr.cli.ops.Explanation.Share;
import io.ktrdr.cli.ops.Explanation.Span;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** A worker is killed 6 s after its last word, at a checkpoint; another one goes on from there; then one is waited for. */
    private static final List<OperationView> CHILDREN = List.of(
            child("d1", OperationType.AGENT_DESIGN, 1, OperationStatus.COMPLETED, 0, 0, 4, null, null),
            child("t1", OperationType.TRAINING, 1, OperationStatus.FAILED, 5, 7, 27, 12.0, "Worker t-1 was silent"),
            child("t2", OperationType.TRAINING, 2, OperationStatus.COMPLETED, 27, 28, 40, null, null),
            child("b1", OperationType.BACKTESTING, 1, OperationStatus.COMPLETED, 40, 50, 55, null, null));

    private static final List<OperationEvent> EVENTS = List.of(
            event(0, "op_1", "research.triggered", "{\"queued\": true}"),
            event(0, "op_1", "research.admitted", "{}"),
            event(0, "op_1", "research.designing", "{}"),
            event(0, "d1", "agent_design.started", "{}"),
            event(4, "d1", "agent_design.completed", "{}"),
            event(5, "op_1", "research.training", "{}"),
            event(5, "t1", "training.granted", "{\"worker_id\": \"t-1\"}"),
            event(7, "t1", "training.started", "{\"worker_id\": \"t-1\"}"),
            event(27, "t1", "training.failed", "{\"reason\": \"Worker t-1 was silent\", \"unheard_seconds\": 9.0}"),
            event(27, "t2", "training.granted", "{}"),
            event(28, "t2", "training.started", "{}"),
            event(40, "t2", "training.completed", "{}"),
            event(40, "b1", "backtesting.pending", "{}"),
            event(40, "op_1", "research.waiting", "{\"cause\": \"backtest_worker\"}"),
            event(49, "b1", "backtesting.granted", "{}"),
            event(50, "b1", "backtesting.started", "{}"),
            event(55, "b1", "backtesting.completed", "{}"),
            event(56, "op_1", "research.completed", "{}"));

    private static final OperationView RESEARCH =
            operation("op_1", OperationType.AGENT_RESEARCH, 1, OperationStatus.COMPLETED, null, 0, 0L, 56L, null, null);

    private static History history() {
        return new History(RESEARCH, CHILDREN, EVENTS, START.plusSeconds(1_000));
    }

    @Test
    void every_second_of_a_research_is_in_exactly_one_span_of_a_class() {
        assertEquals(
                List.of(
                        "0.000 +4.000 ran d1 agent_design, attempt 1",
                        "4.000 +1.000 handed_over null after agent_design, attempt 1",
                        "5.000 +2.000 handed_over t1 training, attempt 1 on t-1, on its way",
                        "7.000 +5.000 ran t1 training, attempt 1 on t-1",
                        "12.000 +6.000 lost t1 training, attempt 1 on t-1",
                        "18.000 +9.000 unheard t1 training, attempt 1 on t-1",
                        "27.000 +1.000 handed_over t2 training, attempt 2 on t-2, on its way",
                        "28.000 +12.000 ran t2 training, attempt 2 on t-2",
                        "40.000 +9.000 waited_for_worker null backtest worker",
                        "49.000 +1.000 handed_over b1 backtesting, attempt 1 on b-1, on its way",
                        "50.000 +5.000 ran b1 backtesting, attempt 1 on b-1",
                        "55.000 +1.000 handed_over null after backtesting, attempt 1 on b-1"),
                texts(history().ofAll()));
    }

    @Test
    void the_classes_of_a_research_add_up_to_its_time() {
        Explanation explanation = history().ofAll();
        assertEquals(new BigDecimal("56.000"), explanation.totalSeconds());
        assertEquals(
                Map.of(
                        TimeClass.RAN, new BigDecimal("26.000"),
                        TimeClass.LOST, new BigDecimal("6.000"),
                        TimeClass.UNHEARD, new BigDecimal("9.000"),
                        TimeClass.WAITED_FOR_WORKER, new BigDecimal("9.000"),
                        TimeClass.HANDED_OVER, new BigDecimal("6.000")),
                explanation.summary().stream().collect(Collectors.toMap(Share::timeClass, Share::seconds)));
        assertEquals(TimeClass.RAN, explanation.summary().getFirst().timeClass());
    }

    @Test
    void each_attempt_says_what_became_of_its_work() {
        AttemptAccount lost = history().ofAll().attempts().get(1);
        assertEquals(new BigDecimal("5.000"), lost.keptSeconds());
        assertEquals(new BigDecimal("15.000"), lost.lostSeconds());
        assertEquals("t-1", lost.executedBy());
        assertEquals("Worker t-1 was silent; attempt 2 went on from its checkpoint, step 30", lost.outcome());
    }

    @Test
    void an_attempt_without_a_checkpoint_is_lost_whole() {
        List<OperationView> children = new ArrayList<>(CHILDREN);
        children.set(1, child("t1", OperationType.TRAINING, 1, OperationStatus.FAILED, 5, 7, 27, null, "Silent"));
        AttemptAccount lost = new History(RESEARCH, children, EVENTS, START)
                .ofAll()
                .attempts()
                .get(1);
        assertEquals(new BigDecimal("0.000"), lost.keptSeconds());
        assertEquals(new BigDecimal("20.000"), lost.lostSeconds());
        assertEquals("Silent; its work was lost, attempt 2 began anew", lost.outcome());
    }

    @Test
    void a_checkpoint_that_nobody_went_on_from_saves_nothing() {
        History alone = new History(RESEARCH, CHILDREN.subList(0, 2), EVENTS.subList(0, 9), START.plusSeconds(27));
        AttemptAccount lost = alone.ofAll().attempts().get(1);
        assertEquals(new BigDecimal("20.000"), lost.lostSeconds());
        assertEquals("Worker t-1 was silent; its work was lost", lost.outcome());
    }

    @Test
    void a_step_alone_waits_for_what_its_research_waits_for() {
        Explanation backtest = history().of(CHILDREN.get(3));
        assertEquals(
                List.of(
                        "0.000 +9.000 waited_for_worker null backtest worker",
                        "9.000 +1.000 handed_over b1 backtesting, attempt 1 on b-1, on its way",
                        "10.000 +5.000 ran b1 backtesting, attempt 1 on b-1"),
                texts(backtest));
        assertEquals(List.of(), backtest.attempts());
    }

    @ParameterizedTest
    @CsvSource({
        "agent, WAITED_FOR_AGENT",
        "training_worker, WAITED_FOR_WORKER",
        "backtest_worker, WAITED_FOR_WORKER",
        "lock, WAITED_FOR_LOCK",
        "dependency, WAITED_FOR_DEPENDENCY",
        "capacity, WAITED_FOR_CAPACITY",
        "budget, WAITED_FOR_BUDGET",
        "discovery_service, WAITED_FOR_SERVICE",
        "needs_attention, WAITED_FOR_PERSON",
        "the_moon, WAITED_FOR_OTHER"
    })
    void each_cause_of_waiting_has_its_class(String cause, TimeClass expected) {
        List<OperationEvent> events = List.of(
                event(0, "op_1", "research.triggered", "{\"queued\": true, \"cause\": \"" + cause + "\"}"),
                event(3, "op_1", "research.admitted", "{}"));
        List<Span> spans = new History(running(), List.of(), events, START.plusSeconds(5))
                .ofAll()
                .spans();
        assertEquals(
                List.of(expected, TimeClass.HANDED_OVER),
                spans.stream().map(Span::timeClass).toList());
    }

    @Test
    void who_is_asked_for_waits_for_a_person_until_resumed() {
        List<OperationEvent> events = List.of(
                event(0, "op_1", "research.triggered", "{}"),
                event(1, "op_1", "research.needs_attention", "{\"reason\": \"no model answered\"}"),
                event(9, "op_1", "research.resumed", "{}"));
        assertEquals(
                List.of(
                        "0.000 +1.000 handed_over null after its creation",
                        "1.000 +8.000 waited_for_person null no model answered",
                        "9.000 +1.000 handed_over null after its creation"),
                texts(new History(running(), List.of(), events, START.plusSeconds(10)).ofAll()));
    }

    @Test
    void a_lock_asked_for_while_a_step_runs_counts_from_when_the_step_was_given_back() {
        List<OperationView> children = List.of(
                child("d1", OperationType.AGENT_DESIGN, 1, OperationStatus.FAILED, 1, 1, 4, null, "Given back"));
        List<OperationEvent> events = List.of(
                event(0, "op_1", "research.triggered", "{}"),
                event(1, "d1", "agent_design.started", "{}"),
                event(2, "op_1", "research.waiting", "{\"cause\": \"lock\"}"),
                event(4, "d1", "agent_design.failed", "{\"reason\": \"Given back\"}"),
                event(8, "op_1", "research.locked", "{}"));
        assertEquals(
                List.of("HANDED_OVER 1.000", "LOST 3.000", "WAITED_FOR_LOCK 4.000", "HANDED_OVER 1.000"),
                new History(running(), children, events, START.plusSeconds(9))
                        .ofAll().spans().stream()
                                .map(span -> span.timeClass() + " " + span.seconds())
                                .toList());
    }

    @Test
    void one_that_still_runs_is_accounted_for_until_now_but_never_backwards() {
        History ahead = new History(running(), List.of(), List.of(), START.plusSeconds(3));
        assertEquals(new BigDecimal("3.000"), ahead.ofAll().totalSeconds());
        History behind = new History(
                running(), List.of(), List.of(event(2, "op_1", "research.triggered", "{}")), START.minusSeconds(60));
        assertEquals(new BigDecimal("2.000"), behind.ofAll().totalSeconds());
    }

    /** Whatever the events are, in whatever order: spans lie end to end, and every sum is exact. */
    @Test
    void spans_of_any_history_are_contiguous_and_their_classes_add_up() {
        for (long seed = 0; seed < 2_000; seed++) {
            History random = random(new SplittableRandom(seed));
            check(random.root(), random.ofAll(), random.now(), seed);
            for (OperationView child : random.children()) {
                check(child, random.of(child), random.now(), seed);
            }
        }
    }

    private static void check(OperationView operation, Explanation explanation, Instant now, long seed) {
        String message = "seed " + seed + ": " + explanation;
        Instant at = operation.createdAt().truncatedTo(ChronoUnit.MILLIS);
        for (Span span : explanation.spans()) {
            assertEquals(at, span.from(), message);
            assertTrue(span.seconds().signum() > 0, message);
            at = at.plusMillis(span.seconds().movePointRight(3).longValueExact());
        }
        assertEquals(
                explanation.totalSeconds(),
                Explanation.seconds(operation.createdAt().truncatedTo(ChronoUnit.MILLIS), at),
                message);
        if (operation.finishedAt() != null && !explanation.spans().isEmpty()) {
            assertEquals(operation.finishedAt().truncatedTo(ChronoUnit.MILLIS), at, message);
        }
        assertEquals(
                explanation.totalSeconds(),
                explanation.summary().stream().map(Share::seconds).reduce(new BigDecimal("0.000"), BigDecimal::add),
                message);
    }

    private static History random(SplittableRandom random) {
        List<String> ofRoot = List.of(
                "triggered",
                "admitted",
                "waiting",
                "needs_attention",
                "resumed",
                "locked",
                "deadlocked",
                "training",
                "completed",
                "failed",
                "unheard_of");
        List<String> ofChild =
                List.of("pending", "granted", "started", "completed", "failed", "cancelled", "unheard_of");
        List<String> causes = List.of("agent", "lock", "budget", "training_worker", "moon", "");
        List<OperationView> children = new ArrayList<>();
        for (int number = 0; number < random.nextInt(5); number++) {
            children.add(child(
                    "c" + number,
                    random.nextBoolean() ? OperationType.TRAINING : OperationType.AGENT_DESIGN,
                    1 + random.nextInt(3),
                    OperationStatus.values()[random.nextInt(OperationStatus.values().length)],
                    random.nextInt(40),
                    random.nextInt(40),
                    40 + random.nextInt(20),
                    random.nextBoolean() ? random.nextDouble(70) : null,
                    "why"));
        }
        List<OperationEvent> events = new ArrayList<>();
        for (int number = 0; number < random.nextInt(40); number++) {
            Instant at = START.plusNanos(random.nextLong(-2_000_000_000L, 60_000_000_000L));
            boolean root = children.isEmpty() || random.nextBoolean();
            events.add(new OperationEvent(
                    String.valueOf(number),
                    root ? "op_1" : "c" + random.nextInt(children.size() + 1),
                    at,
                    root
                            ? "research." + ofRoot.get(random.nextInt(ofRoot.size()))
                            : "training." + ofChild.get(random.nextInt(ofChild.size())),
                    tree("{\"cause\": \"%s\", \"queued\": %s, \"unheard_seconds\": %s}"
                            .formatted(
                                    causes.get(random.nextInt(causes.size())),
                                    random.nextBoolean(),
                                    random.nextDouble(-1, 80)))));
        }
        events.sort(Comparator.comparing(OperationEvent::at));
        boolean over = random.nextBoolean();
        OperationView root = operation(
                "op_1",
                OperationType.AGENT_RESEARCH,
                1,
                over ? OperationStatus.FAILED : OperationStatus.RUNNING,
                null,
                0,
                0L,
                over ? 50L + random.nextInt(10) : null,
                null,
                null);
        return new History(root, children, events, START.plusMillis(random.nextInt(90_000)));
    }

    private static List<String> texts(Explanation explanation) {
        BigDecimal at = new BigDecimal("0.000");
        List<String> texts = new ArrayList<>();
        for (Span span : explanation.spans()) {
            texts.add("%s +%s %s %s %s"
                    .formatted(at, span.seconds(), span.timeClass().wireName(), span.childOperationId(), span.what()));
            at = at.add(span.seconds());
        }
        return texts;
    }

    private static OperationView running() {
        return operation(
                "op_1", OperationType.AGENT_RESEARCH, 1, OperationStatus.RUNNING, null, 0, 0L, null, null, null);
    }

    private static OperationView child(
            String id,
            OperationType type,
            int attempt,
            OperationStatus status,
            int created,
            int started,
            int finished,
            @Nullable Double checkpoint,
            @Nullable String error) {
        String worker = switch (type) {
            case TRAINING -> "t-" + attempt;
            case BACKTESTING -> "b-" + attempt;
            default -> null;
        };
        return operation(
                id,
                type,
                attempt,
                status,
                worker,
                created,
                status == OperationStatus.PENDING ? null : (long) started,
                status.isTerminal() ? (long) finished : null,
                checkpoint,
                error);
    }

    private static OperationView operation(
            String id,
            OperationType type,
            int attempt,
            OperationStatus status,
            @Nullable String worker,
            long created,
            @Nullable Long started,
            @Nullable Long finished,
            @Nullable Double checkpoint,
            @Nullable String error) {
        return new OperationView(
                id,
                type,
                status,
                null,
                id.equals("op_1") ? null : "op_1",
                attempt,
                worker,
                null,
                null,
                START.plusSeconds(created),
                started == null ? null : START.plusSeconds(started),
                finished == null ? null : START.plusSeconds(finished),
                null,
                error,
                null,
                Priority.P1,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                checkpoint == null ? null : 30L,
                checkpoint == null ? null : START.plusMillis((long) (checkpoint * 1000)));
    }

    private static OperationEvent event(long second, String id, String type, String detail) {
        return new OperationEvent(String.valueOf(second), id, START.plusSeconds(second), type, tree(detail));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
