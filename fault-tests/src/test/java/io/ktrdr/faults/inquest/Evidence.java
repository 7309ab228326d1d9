package io.ktrdr.faults.inquest;

import io.ktrdr.faults.load.Receipt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is left when the storm is over and everything has come to rest.
 *
 * @param orders   idempotency keys of all researches that anybody asked for
 * @param receipts what those who asked were told
 * @param journals by worker, in the order in which it wrote
 * @param unsent   names of results in the workers' outboxes, and of those refused for good
 */
record Evidence(
        Set<String> orders,
        List<Receipt> receipts,
        List<Operation> operations,
        List<Event> events,
        Map<String, List<JournalEntry>> journals,
        List<String> unsent,
        List<Reservation> reservations,
        List<Worker> workers) {

    /** A row of the coordinator's; see its table for the columns. */
    record Operation(
            String id,
            String type,
            String status,
            @Nullable String parentId,
            int attempt,
            boolean onWorker,
            @Nullable String failureClass,
            @Nullable String failureCode,
            @Nullable String errorMessage,
            boolean settled,
            @Nullable String workerId,
            @Nullable String incarnation,
            @Nullable Long token,
            String reservation,
            @Nullable String idempotencyKey) {
        boolean isResearch() {
            return type.equals("agent_research");
        }

        boolean is(String other) {
            return status.equals(other);
        }

        boolean isOver() {
            return is("completed") || is("failed") || is("cancelled");
        }
    }

    record Event(String operationId, String type) {
        boolean isEnd() {
            return type.endsWith(".completed") || type.endsWith(".failed") || type.endsWith(".cancelled");
        }
    }

    /** @param state running for a beginning; completed, failed or cancelled for an end */
    record JournalEntry(String claim, long token, String state, String incarnation) {
        boolean isBeginning() {
            return state.equals("running");
        }

        boolean isSameJob(JournalEntry other) {
            return claim.equals(other.claim) && token == other.token;
        }
    }

    /** The registry's. */
    record Reservation(String claim, String workerId, long token) {}

    /** As the registry knows it. */
    record Worker(
            String id,
            boolean lost,
            boolean drained,
            @Nullable String job,
            long mark) {}

    Stream<Operation> researches() {
        return operations.stream().filter(Operation::isResearch);
    }

    Map<String, Operation> byId() {
        return operations.stream().collect(Collectors.toMap(Operation::id, operation -> operation));
    }

    List<Operation> childrenOf(Operation research) {
        return operations.stream()
                .filter(operation -> research.id().equals(operation.parentId()))
                .toList();
    }
}
