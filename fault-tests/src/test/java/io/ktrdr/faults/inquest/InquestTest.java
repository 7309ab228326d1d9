package io.ktrdr.faults.inquest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.faults.inquest.Evidence.Event;
import io.ktrdr.faults.inquest.Evidence.JournalEntry;
import io.ktrdr.faults.inquest.Evidence.Operation;
import io.ktrdr.faults.inquest.Evidence.Reservation;
import io.ktrdr.faults.inquest.Evidence.Worker;
import io.ktrdr.faults.load.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule finds what is planted for it, and nothing where all is well. */
class InquestTest {
    private final List<Operation> operations = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<JournalEntry>> journals = new HashMap<>();
    private final List<String> unsent = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();

    InquestTest() {
        completed("r1", 10);
        completed("r2", 20);
        worker("training-1");
        worker("backtest-1");
    }

    private void worker(String name) {
        workers.add(new Worker(name, false, false, null, 100));
    }

    /** A research as it should be; its jobs have the tokens {@code token} and {@code token + 1}. */
    private void completed(String id, long token) {
        operations.add(research(id, "completed", null));
        receipts.add(new Receipt("key-" + id, Set.of(id), Receipt.Cancel.NOT_ASKED));
        events.add(new Event(id, "research.completed"));
        operations.add(agent(id, "agent_design"));
        operations.add(job(id, "training", 1, "completed", null, null, "training-1", token));
        operations.add(job(id, "backtesting", 1, "completed", null, null, "backtest-1", token + 1));
        operations.add(agent(id, "agent_assessment"));
        journal("training-1", id + "-training-1", token, "i1", "running", "completed");
        journal("backtest-1", id + "-backtesting-1", token + 1, "i1", "running", "completed");
    }

    private static Operation research(String id, String status, @Nullable String error) {
        return new Operation(
                id,
                "agent_research",
                status,
                null,
                1,
                false,
                null,
                null,
                error,
                false,
                null,
                null,
                null,
                "none",
                "key-" + id);
    }

    private static Operation agent(String research, String type) {
        return new Operation(
                research + "-" + type,
                type,
                "completed",
                research,
                1,
                false,
                null,
                null,
                null,
                true,
                null,
                null,
                null,
                "none",
                null);
    }

    private static Operation job(
            String research,
            String type,
            int attempt,
            String status,
            @Nullable String failureClass,
            @Nullable String error,
            String worker,
            long token) {
        return new Operation(
                research + "-" + type + "-" + attempt,
                type,
                status,
                research,
                attempt,
                true,
                failureClass,
                null,
                error,
                true,
                worker,
                "i1",
                token,
                "closed",
                null);
    }

    private void journal(String worker, String claim, long token, String incarnation, String... states) {
        for (String state : states) {
            journals.computeIfAbsent(worker, name -> new ArrayList<>())
                    .add(new JournalEntry(claim, token, state, incarnation));
        }
    }

    private List<String> findings() {
        Evidence evidence = new Evidence(
                Set.of("key-r1", "key-r2", "key-r3"),
                receipts,
                operations,
                events,
                journals,
                unsent,
                reservations,
                workers);
        return Inquest.of(evidence).stream().map(Finding::rule).distinct().toList();
    }

    private void expect(String... rules) {
        assertEquals(List.of(rules), findings());
    }

    private void replace(Operation operation) {
        operations.removeIf(other -> other.id().equals(operation.id()));
        operations.add(operation);
    }

    @Test
    void nothing_is_found_where_all_is_well() {
        expect();
    }

    @Test
    void an_acknowledged_research_that_is_missing() {
        receipts.add(new Receipt("key-r3", Set.of("r3"), Receipt.Cancel.NOT_ASKED));
        expect("an acknowledged research exists");
    }

    @Test
    void an_order_that_was_never_acknowledged() {
        receipts.add(new Receipt("key-r3", Set.of(), Receipt.Cancel.NOT_ASKED));
        expect("every order is acknowledged in the end");
    }

    @Test
    void a_research_that_nobody_asked_for() {
        completed("r4", 40);
        receipts.removeLast();
        expect("no research that nobody asked for");
    }

    @Test
    void a_key_that_made_two() {
        receipts.removeLast();
        receipts.add(new Receipt("key-r2", Set.of("r2", "r1"), Receipt.Cancel.NOT_ASKED));
        expect("one key, one research", "an acknowledged research exists");
    }

    @Test
    void a_cancel_that_was_acknowledged_and_did_not_hold() {
        receipts.removeLast();
        receipts.add(new Receipt("key-r2", Set.of("r2"), Receipt.Cancel.DONE));
        expect("an acknowledged cancel holds");
    }

    @Test
    void a_cancel_that_nobody_asked_for() {
        replace(research("r2", "cancelled", null));
        expect("no cancel that nobody asked for");
    }

    @Test
    void a_research_that_goes_on_for_ever() {
        replace(research("r2", "running", null));
        expect("every operation has ended");
    }

    @Test
    void an_operation_that_ended_twice() {
        events.add(new Event("r1", "research.failed"));
        expect("an operation ends once");
    }

    @Test
    void two_accepted_results_of_one_phase() {
        operations.add(job("r1", "training", 2, "completed", null, null, "training-1", 30));
        journal("training-1", "r1-training-2", 30, "i1", "running", "completed");
        expect("one accepted result of each phase");
    }

    @Test
    void a_completed_research_without_the_result_of_a_phase() {
        operations.removeIf(operation -> operation.id().equals("r1-agent_assessment"));
        expect("one accepted result of each phase");
    }

    @Test
    void two_jobs_at_a_time() {
        operations.add(job("r1", "training", 2, "failed", "worker", "x", "training-1", 31));
        operations.add(job("r1", "training", 3, "failed", "worker", "x", "training-1", 32));
        journal("training-1", "r1-training-2", 31, "i1", "running");
        journal("training-1", "r1-training-3", 32, "i1", "running", "failed");
        journal("training-1", "r1-training-2", 31, "i1", "failed");
        expect("one job at a time", "only what began ends");
    }

    @Test
    void a_job_that_died_with_its_process_is_no_second_job() {
        operations.add(job("r1", "training", 2, "failed", "worker", "x", "training-1", 31));
        operations.add(job("r1", "training", 3, "failed", "worker", "x", "training-1", 32));
        journal("training-1", "r1-training-2", 31, "i1", "running");
        journal("training-1", "r1-training-3", 32, "i2", "running", "failed");
        expect();
    }

    @Test
    void an_attempt_that_ran_on_two_workers() {
        worker("training-2");
        journal("training-2", "r1-training-1", 9, "i1", "running", "failed");
        expect("an attempt begins once");
    }

    @Test
    void a_worker_that_followed_an_old_order() {
        operations.add(job("r1", "training", 2, "failed", "worker", "x", "training-1", 15));
        journal("training-1", "r1-training-2", 15, "i1", "running", "failed");
        expect("tokens of a worker grow");
    }

    @Test
    void an_accepted_result_that_no_worker_knows_of() {
        journals.getOrDefault("training-1", List.of()).removeLast();
        expect("an accepted result stands in a journal");
    }

    @Test
    void a_completion_that_was_neither_accepted_nor_fenced() {
        worker("training-2");
        journal("training-2", "unheard-of", 5, "i1", "running", "completed");
        expect("what a worker runs is known to the coordinator", "a completion is accepted or fenced");
    }

    @Test
    void a_completion_of_an_attempt_that_was_over_may_be() {
        operations.add(job("r1", "training", 2, "failed", "worker", "silent", "training-1", 33));
        journal("training-1", "r1-training-2", 33, "i1", "running", "completed");
        expect();
    }

    @Test
    void a_failure_without_a_reason() {
        replace(research("r2", "failed", "no idea"));
        expect("a failure has a reason");
    }

    @Test
    void three_failures_of_workers_are_a_reason_when_all_are_named() {
        operations.removeIf(operation -> operation.id().startsWith("r2"));
        operations.add(job("r2", "training", 1, "failed", "worker", "x", "training-1", 20));
        operations.add(job("r2", "training", 2, "failed", "worker", "y", "training-1", 50));
        operations.add(job("r2", "training", 3, "failed", "worker", "z", "training-1", 51));
        journals.values().forEach(entries -> entries.removeIf(entry -> entry.token() == 21));
        operations.add(research("r2", "failed", "Training failed 3 times: x; y; z"));
        expect();
        replace(research("r2", "failed", "Training failed 3 times: x; z"));
        expect("a failure has a reason");
    }

    @Test
    void what_is_left_over() {
        reservations.add(new Reservation("r1-training-1", "training-1", 10));
        unsent.add("training-1 rejected/r1-training-1-10.json");
        workers.removeLast();
        workers.add(new Worker("backtest-1", true, false, null, 21));
        expect(
                "the registry holds nobody for anything",
                "every result was delivered",
                "every worker is there and free");
    }

    @Test
    void a_token_that_was_given_twice() {
        operations.add(job("r1", "training", 2, "failed", "worker", "x", "training-1", 20));
        expect("a token is given once");
    }
}
