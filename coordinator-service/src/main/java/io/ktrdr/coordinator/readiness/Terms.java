package io.ktrdr.coordinator.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.lock.LockMode;
import io.ktrdr.contracts.lock.LockRequest;
import io.ktrdr.contracts.lock.MoreLocks;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.Resource;
import io.ktrdr.coordinator.operation.OperationId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * On what terms an operation begins: the same for all types.
 *
 * @param dependsOn operations that have to be over before
 * @param onDependencyFailure what becomes of it when one of these is not completed
 * @param locks     that it has from its beginning to its end
 */
public record Terms(
        Priority priority, List<String> dependsOn, DependencyFailurePolicy onDependencyFailure, List<Lock> locks) {
    public static final Terms NONE = new Terms(Priority.P1, List.of(), DependencyFailurePolicy.FAIL, List.of());

    static final int MAX_DEPENDENCIES = 100;
    public static final int MAX_LOCKS = 50;

    /** As somebody asked for them; empty locks: none, no locks: whatever is expected to be needed. */
    public record Asked(
            @Nullable String priority,
            @Nullable List<String> dependsOn,
            @Nullable String onDependencyFailure,
            @Nullable List<LockRequest> locks) {

        /** @param others names that stand for operations which there are not yet */
        public List<Violation> violations(Predicate<String> others) {
            List<Violation> violations = new ArrayList<>();
            if (priority != null && Priority.find(priority).isEmpty()) {
                violations.add(new Violation("priority", "must be P0, P1 or P2"));
            }
            if (onDependencyFailure != null
                    && DependencyFailurePolicy.find(onDependencyFailure).isEmpty()) {
                violations.add(new Violation("on_dependency_failure", "must be fail, skip or run"));
            }
            if (dependsOn != null) {
                if (dependsOn.size() > MAX_DEPENDENCIES) {
                    violations.add(
                            new Violation("depends_on", "must not name more than " + MAX_DEPENDENCIES + " operations"));
                }
                dependsOn.stream()
                        .filter(id -> id == null || !(others.test(id) || OperationId.isOne(id)))
                        .forEach(id -> violations.add(new Violation("depends_on", "there is no operation " + id)));
            }
            violations.addAll(lockViolations("locks", locks));
            return violations;
        }

        public List<Violation> violations() {
            return violations(name -> false);
        }

        /**
         * Without violations.
         *
         * @param expected locks that it gets when it asks for none in particular
         */
        public Terms with(List<Lock> expected) {
            return new Terms(
                    priority == null ? Priority.P1 : Priority.valueOf(priority),
                    dependsOn == null
                            ? List.of()
                            : dependsOn.stream().distinct().toList(),
                    Optional.ofNullable(onDependencyFailure)
                            .flatMap(DependencyFailurePolicy::find)
                            .orElse(DependencyFailurePolicy.FAIL),
                    locks == null ? expected : Terms.locks(locks));
        }
    }

    /**
     * Locks that somebody asks for, and nothing else.
     *
     * @throws ProblemException naming everything that is wrong
     */
    public static List<Lock> required(@Nullable MoreLocks request) {
        List<LockRequest> asked = request == null ? null : request.locks();
        if (asked == null || asked.isEmpty()) {
            throw ProblemException.invalid("locks", "at least one lock is required");
        }
        List<Violation> violations = lockViolations("locks", asked);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return locks(asked);
    }

    static List<Violation> lockViolations(String field, @Nullable List<LockRequest> locks) {
        List<Violation> violations = new ArrayList<>();
        if (locks == null) {
            return violations;
        }
        if (locks.size() > MAX_LOCKS) {
            violations.add(new Violation(field, "must not be more than " + MAX_LOCKS));
        }
        for (int i = 0; i < locks.size(); i++) {
            LockRequest lock = locks.get(i);
            String path = field + "[" + i + "]";
            if (lock == null || lock.resource() == null || !Resource.isOne(lock.resource())) {
                violations.add(new Violation(
                        path + ".resource", "must be KIND:NAME, such as dataset:BTC-USD/1m or strategy:rsi_*"));
            }
            if (lock == null
                    || lock.mode() == null
                    || LockMode.find(lock.mode()).isEmpty()) {
                violations.add(new Violation(path + ".mode", "must be read or write"));
            }
        }
        return violations;
    }

    /** Without violations. A resource that is asked for both to read and to write is written. */
    static List<Lock> locks(List<LockRequest> requests) {
        List<Lock> locks = requests.stream()
                .map(request -> new Lock(
                        new Resource(String.valueOf(request.resource())), LockMode.of(String.valueOf(request.mode()))))
                .distinct()
                .toList();
        return locks.stream()
                .filter(lock ->
                        lock.mode() == LockMode.WRITE || !locks.contains(new Lock(lock.resource(), LockMode.WRITE)))
                .toList();
    }

    /**
     * Those of {@link LockSql#MISSING}.
     *
     * @throws ProblemException when there are any
     */
    public static void refuseMissing(RowSet<Row> missing) {
        List<String> ids = new ArrayList<>();
        missing.forEach(row -> ids.add(row.getString("id")));
        if (!ids.isEmpty()) {
            throw ProblemException.invalid("depends_on", "there is no operation " + String.join(", ", ids));
        }
    }

    /** The same, depending on other ids. */
    public Terms dependingOn(List<String> ids) {
        return new Terms(priority, ids, onDependencyFailure, locks);
    }

    /** It begins when it is its turn, and needs nothing. */
    boolean isNothing() {
        return dependsOn.isEmpty() && locks.isEmpty();
    }

    /** Notes the locks with the request, so that a later operation can be given the same. */
    public void noteIn(ObjectNode request) {
        if (!locks.isEmpty()) {
            ArrayNode list = request.putArray("locks");
            locks.forEach(lock -> list.addObject()
                    .put("resource", lock.resource().pattern())
                    .put("mode", lock.mode().wireName()));
        }
    }

    /** On the terms of a former request, without what that one depended on. */
    public static Terms again(int priority, JsonNode request) {
        List<Lock> locks = new ArrayList<>();
        for (JsonNode lock : request.path("locks")) {
            locks.add(new Lock(
                    new Resource(lock.path("resource").asText()),
                    LockMode.of(lock.path("mode").asText())));
        }
        return new Terms(Priority.values()[priority], List.of(), DependencyFailurePolicy.FAIL, locks);
    }
}
