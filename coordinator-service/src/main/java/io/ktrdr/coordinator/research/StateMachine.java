package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A research from trigger to result: design, train, backtest, assess; and a task of the pool, which is a single step. Pure: the
 * same operation and the same observation give the same transition, so a decision that was not written is simply made again.
 */
public final class StateMachine {
    private static final String DEPENDENCY_FAILED = "dependency_failed";

    private StateMachine() {}

    /** What to write about an operation now. */
    public static Transition decide(Root root, Observation seen) {
        if (root.status().isTerminal()) {
            return new Transition.Stay(root, List.of());
        }
        List<Ending> endings = Endings.of(root, seen);
        return switch (next(root.after(endings))) {
            case Step.Nothing() -> stay(root, endings, seen);
            case Step.Run(Plan plan) -> run(root, endings, plan, seen);
            case Step.Pause(String reason) -> new Transition.Pause(root, endings, reason);
            case Step.Complete(JsonNode result) -> new Transition.Complete(root, endings, result);
            case Step.Fail(String reason, String code) -> new Transition.Fail(root, endings, reason, code);
            case Step.Cancel(String reason, String code) -> new Transition.Cancel(root, endings, reason, code);
        };
    }

    private static Transition stay(Root root, List<Ending> endings, Observation seen) {
        WaitingCause obstacle = obstacle(root, seen);
        return obstacle == null || isAboutToGoOn(root, seen)
                ? new Transition.Stay(root, endings)
                : new Transition.Hold(root, endings, obstacle);
    }

    private static Transition run(Root root, List<Ending> endings, Plan plan, Observation seen) {
        WaitingCause obstacle = obstacle(root, seen);
        if (obstacle != null) {
            return new Transition.Hold(root, endings, obstacle);
        }
        // in line until it is let in
        return root.standing().queued() ? new Transition.Stay(root, endings) : place(root, endings, plan, seen);
    }

    /** Why it may not begin, or not go on; null when it may. What is over needs nothing any more. */
    private static @Nullable WaitingCause obstacle(Root root, Observation seen) {
        if (root.standing().depends()) {
            return WaitingCause.DEPENDENCY;
        }
        return isWithoutLocks(root, seen) ? WaitingCause.LOCK : null;
    }

    /** It gets its locks as soon as others have given theirs back: what runs need not be disturbed for that. */
    static boolean isAboutToGoOn(Root root, Observation seen) {
        return seen.locks().soon().contains(root.id());
    }

    /** It has asked for locks, and does not get them now either. */
    static boolean isWithoutLocks(Root root, Observation seen) {
        return root.standing().locksWanted() > 0
                && seen.locks().granted(root.id()) != root.standing().locksWanted();
    }

    /** The attempt for which it wants an agent or a worker; null when it wants none. */
    public static @Nullable Plan wanted(Root root, Observation seen) {
        if (root.status().isTerminal()) {
            return null;
        }
        return obstacle(root, seen) == null && next(root.after(Endings.of(root, seen))) instanceof Step.Run(Plan plan)
                ? plan
                : null;
    }

    private static Transition place(Root root, List<Ending> endings, Plan plan, Observation seen) {
        Placement placement = seen.placement(plan);
        return placement == null
                ? new Transition.Wait(root, endings, plan, seen.cause(plan))
                : new Transition.Start(root, endings, plan, placement);
    }

    // The story of a research, a step a method: each runs its attempt, and once that is completed goes on to the next.

    private static Step next(Root root) {
        String broken = root.standing().brokenDependency();
        if (broken != null
                && root.status() == OperationStatus.PENDING
                && root.children().isEmpty()) {
            return withoutDependency(root.standing().onDependencyFailure(), broken);
        }
        return switch (root.type()) {
            case AGENT_RESEARCH -> design(root);
            case DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL -> task(root);
            case AGENT_DESIGN, TRAINING, BACKTESTING, AGENT_ASSESSMENT ->
                throw new IllegalArgumentException(root.type().wireName() + " is a step of a research, not a root");
        };
    }

    private static Step design(Root research) {
        return attempt(
                research, OperationType.AGENT_DESIGN, () -> Specs.design(research), design -> train(research, design));
    }

    private static Step train(Root research, JsonNode design) {
        return attempt(research, OperationType.TRAINING, () -> Specs.training(research, design), training -> {
            Findings findings = Findings.trained(research.request(), design, training);
            return findings.trainingGate().letsPass()
                    ? backtest(research, design, training)
                    : assess(research, findings);
        });
    }

    private static Step backtest(Root research, JsonNode design, JsonNode training) {
        return attempt(
                research,
                OperationType.BACKTESTING,
                () -> Specs.backtest(research, design, training),
                backtest -> assess(research, Findings.backtested(research.request(), design, training, backtest)));
    }

    private static Step assess(Root research, Findings findings) {
        return attempt(
                research,
                OperationType.AGENT_ASSESSMENT,
                () -> Specs.assessment(research, findings),
                assessment -> new Step.Complete(findings.result(assessment)));
    }

    /** The one step of a task. */
    private static Step task(Root task) {
        return attempt(task, task.type(), () -> Specs.task(task), Step.Complete::new);
    }

    private static Step withoutDependency(DependencyFailurePolicy policy, String broken) {
        String reason = "Dependency " + broken + " was not completed";
        return switch (policy) {
            case FAIL -> new Step.Fail(reason, DEPENDENCY_FAILED);
            case SKIP -> new Step.Cancel("Skipped: dependency " + broken + " was not completed", DEPENDENCY_FAILED);
            case RUN -> throw new IllegalArgumentException("a policy of run has no broken dependencies");
        };
    }

    private static Step attempt(
            Root root, OperationType type, Supplier<String> spec, Function<JsonNode, Step> completed) {
        Child child = root.latest(type);
        if (child == null) {
            return new Step.Run(firstAttempt(root, type, spec.get()));
        }
        return switch (child.status()) {
            case PENDING -> new Step.Run(plan(root, type, child.attempt(), spec.get(), child));
            case RUNNING -> new Step.Nothing();
            case COMPLETED -> completed.apply(resultOf(child));
            case FAILED -> afterFailure(root, type, child, spec);
            case CANCELLED -> new Step.Cancel(Retry.nameOf(type) + " was cancelled", null);
        };
    }

    private static Step afterFailure(Root root, OperationType type, Child child, Supplier<String> spec) {
        return child.needsAttention()
                ? new Step.Pause(String.valueOf(child.errorMessage()))
                : Retry.after(root, type)
                        .<Step>map(reason -> new Step.Fail(reason, null))
                        .orElseGet(() -> new Step.Run(plan(root, type, child.attempt() + 1, spec.get(), null)));
    }

    private static Plan firstAttempt(Root root, OperationType type, String spec) {
        return plan(root, type, 1, spec, null);
    }

    private static Plan plan(Root root, OperationType type, int attempt, String spec, @Nullable Child stored) {
        // a row that waits keeps the spec under which it was written, also across releases
        String effective = stored == null || stored.spec() == null ? spec : stored.spec();
        String specSha256 = Sha256.of(effective);
        String claim = stored == null ? claim(root, type, attempt, specSha256) : stored.id();
        List<Child> earlier = root.attempts(type);
        return new Plan(
                claim,
                type,
                attempt,
                effective,
                specSha256,
                Retry.toAvoid(earlier),
                Retry.newestCheckpoint(earlier),
                stored);
    }

    private static String claim(Root root, OperationType type, int attempt, String specSha256) {
        return root.type() == OperationType.AGENT_RESEARCH
                ? Claim.of(root.id(), type, attempt, specSha256)
                : Claim.ofTask(root.id(), attempt);
    }

    private static JsonNode resultOf(Child child) {
        JsonNode result = child.result();
        if (result == null) {
            throw new IllegalStateException(
                    child.id() + " is " + OperationStatus.COMPLETED.wireName() + " without result");
        }
        return result;
    }
}
