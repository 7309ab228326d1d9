package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.gate.GateResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A research from trigger to result: design, train, backtest, assess. Pure: the same research and the same observation
 * give the same transition, so a decision that was not written is simply made again.
 */
public final class StateMachine {
    private StateMachine() {}

    /** What to write about a research now. */
    public static Transition decide(Research research, Observation seen) {
        if (research.status().isTerminal()) {
            return new Transition.Stay(research, List.of());
        }
        List<Ending> endings = Endings.of(research, seen);
        return switch (next(research.after(endings))) {
            case Step.Nothing() -> new Transition.Stay(research, endings);
            case Step.Run(Plan plan) -> place(research, endings, plan, seen.placement(plan));
            case Step.Complete(JsonNode result) -> new Transition.Complete(research, endings, result);
            case Step.Fail(String reason) -> new Transition.Fail(research, endings, reason);
            case Step.Cancel(String reason) -> new Transition.Cancel(research, endings, reason);
        };
    }

    /** The attempt for which a research wants an agent or a worker; null when it wants none. */
    public static @Nullable Plan wanted(Research research, Observation seen) {
        if (research.status().isTerminal()) {
            return null;
        }
        return next(research.after(Endings.of(research, seen))) instanceof Step.Run(Plan plan) ? plan : null;
    }

    private static Transition place(Research research, List<Ending> endings, Plan plan, @Nullable Placement placement) {
        return placement == null
                ? new Transition.Wait(research, endings, plan, WaitingCause.of(plan.executor()))
                : new Transition.Start(research, endings, plan, placement);
    }

    // The story of a research, a step a method: each runs its attempt, and once that is completed goes on to the next.

    private static Step next(Research research) {
        return attempt(
                research, OperationType.AGENT_DESIGN, () -> Specs.design(research), design -> train(research, design));
    }

    private static Step train(Research research, JsonNode design) {
        return attempt(research, OperationType.TRAINING, () -> Specs.training(design), training -> {
            GateResult gate = Findings.trainingGate(training);
            return gate.passed()
                    ? backtest(research, design, training)
                    : assess(research, Findings.rejectedAfterTraining(design, training, gate));
        });
    }

    private static Step backtest(Research research, JsonNode design, JsonNode training) {
        return attempt(
                research,
                OperationType.BACKTESTING,
                () -> Specs.backtest(design, training),
                backtest -> assess(research, Findings.backtested(design, training, backtest)));
    }

    private static Step assess(Research research, Findings findings) {
        return attempt(
                research,
                OperationType.AGENT_ASSESSMENT,
                () -> Specs.assessment(research, findings),
                assessment -> new Step.Complete(findings.result(assessment)));
    }

    private static Step attempt(
            Research research, OperationType type, Supplier<String> spec, Function<JsonNode, Step> completed) {
        Child child = research.latest(type);
        if (child == null) {
            return new Step.Run(firstAttempt(research, type, spec.get()));
        }
        return switch (child.status()) {
            case PENDING -> new Step.Run(plan(research, type, child.attempt(), spec.get(), child));
            case RUNNING -> new Step.Nothing();
            case COMPLETED -> completed.apply(resultOf(child));
            case FAILED ->
                Retry.after(research, type)
                        .<Step>map(Step.Fail::new)
                        .orElseGet(() -> new Step.Run(plan(research, type, child.attempt() + 1, spec.get(), null)));
            case CANCELLED -> new Step.Cancel(Retry.nameOf(type) + " was cancelled");
        };
    }

    private static Plan firstAttempt(Research research, OperationType type, String spec) {
        return plan(research, type, 1, spec, null);
    }

    private static Plan plan(Research research, OperationType type, int attempt, String spec, @Nullable Child stored) {
        // a row that waits keeps the spec under which it was written, also across releases
        String effective = stored == null || stored.spec() == null ? spec : stored.spec();
        String specSha256 = Sha256.of(effective);
        String claim = stored == null ? Claim.of(research.id(), type, attempt, specSha256) : stored.id();
        List<Child> earlier = research.attempts(type);
        return new Plan(
                claim,
                type,
                attempt,
                effective,
                specSha256,
                Retry.workersToAvoid(earlier),
                Retry.newestCheckpoint(earlier),
                stored);
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
