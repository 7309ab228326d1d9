package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Researches with valid defaults. The methods tell its story in order: an attempt that goes on is the same attempt,
 * after one that ended comes the next.
 */
public final class AResearch {
    static final long EPOCH = 7;
    static final String DESIGN = """
            {"designer": "template", "strategy": {"name": "rsi_1", "family": "rsi", "sha256": "s", "yaml": "name: rsi_1"},
             "dataset": {"symbol": "BTC-USD", "timeframe": "1m", "sha256": "d"}, "seed": 42, "windows": {"train": 1}}""";
    static final String TRAINING = """
            {"accuracy": 0.55, "loss": 0.68, "loss_decrease": 0.02, "epochs": 3, "majority_accuracy": 0.51, "model": "m"}
            """;
    static final String REJECTED_TRAINING = TRAINING.replace("0.55", "0.05");
    static final String BACKTEST = """
            {"backtest": {"win_rate": 0.5, "max_drawdown": 0.1, "sharpe": 0.4, "trades": 9},
             "baselines": {"buy_and_hold_return": 0.07}, "artifacts": {"equity_curve": "e", "trades": "t"}}""";
    static final String ASSESSMENT = """
            {"assessment": {"verdict": "neutral"}, "code_version": "1.0",
             "backtest_gate": {"gate": "backtest", "passed": true}}""";

    private final List<Child> children = new ArrayList<>();
    private String id = "op_research";
    private OperationStatus status = OperationStatus.PENDING;
    private ResearchPhase phase = ResearchPhase.IDLE;
    private @Nullable WaitingCause waitingCause;
    private Standing standing = Standing.FREE;
    private int priority = 1;
    private long nextToken = 100;

    private AResearch() {}

    /** Triggered, and nothing else. */
    public static AResearch aResearch() {
        return new AResearch();
    }

    public AResearch named(String newId) {
        id = newId;
        return this;
    }

    public AResearch inDesigning() {
        return running(OperationType.AGENT_DESIGN);
    }

    public AResearch designed() {
        return completed(OperationType.AGENT_DESIGN, DESIGN);
    }

    public AResearch waitingForTraining() {
        return designed().pending(OperationType.TRAINING);
    }

    public AResearch inTraining() {
        return designed().running(OperationType.TRAINING);
    }

    public AResearch trained() {
        return designed().completed(OperationType.TRAINING, TRAINING);
    }

    public AResearch rejectedByTheGate() {
        return designed().completed(OperationType.TRAINING, REJECTED_TRAINING);
    }

    public AResearch inBacktesting() {
        return trained().running(OperationType.BACKTESTING);
    }

    public AResearch backtested() {
        return trained().completed(OperationType.BACKTESTING, BACKTEST);
    }

    public AResearch inAssessing() {
        return backtested().running(OperationType.AGENT_ASSESSMENT);
    }

    public AResearch assessed() {
        return backtested().completed(OperationType.AGENT_ASSESSMENT, ASSESSMENT);
    }

    /** Everything before this phase is done. */
    static AResearch before(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> aResearch();
            case TRAINING -> aResearch().designed();
            case BACKTESTING -> aResearch().trained();
            case AGENT_ASSESSMENT -> aResearch().backtested();
            case AGENT_RESEARCH, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL ->
                throw new IllegalArgumentException(type.wireName());
        };
    }

    public AResearch over(OperationStatus end) {
        status = end;
        return this;
    }

    public AResearch pending(OperationType type) {
        waitingCause = WaitingCause.of(Executor.of(type));
        return next(type, OperationStatus.PENDING, null, null, null);
    }

    public AResearch running(OperationType type) {
        waitingCause = null;
        phase = phaseOf(type);
        return next(type, OperationStatus.RUNNING, null, null, null);
    }

    public AResearch completed(OperationType type, String result) {
        phase = phaseOf(type);
        return next(type, OperationStatus.COMPLETED, Json.parse(result), null, null);
    }

    public AResearch failed(OperationType type, FailureClass failureClass, String message) {
        phase = phaseOf(type);
        return next(type, OperationStatus.FAILED, null, failureClass, message);
    }

    public AResearch cancelled(OperationType type) {
        phase = phaseOf(type);
        return next(type, OperationStatus.CANCELLED, null, null, null);
    }

    /** The newest attempt is on this worker. */
    public AResearch on(String workerId) {
        return newest(child -> copy(
                child,
                new Assignment(workerId, workerId + "-1", "http://" + workerId, token(child)),
                child.checkpoint(),
                child.silentMillis(),
                child.stalledMillis()));
    }

    /** The newest attempt got so far. */
    public AResearch withCheckpoint(String artifact, long step) {
        return newest(child -> copy(
                child,
                child.assignment(),
                new Checkpoint(artifact, step),
                child.silentMillis(),
                child.stalledMillis()));
    }

    /** The coordinator heard nothing of the newest attempt for so long. */
    public AResearch silentFor(long millis) {
        return newest(child -> copy(child, child.assignment(), child.checkpoint(), millis, child.stalledMillis()));
    }

    /** The newest attempt got no further for so long. */
    public AResearch stalledFor(long millis) {
        return newest(child -> copy(child, child.assignment(), child.checkpoint(), child.silentMillis(), millis));
    }

    /** It lacks something. */
    public AResearch standing(Standing now) {
        standing = now;
        return this;
    }

    public Root now() {
        return new Root(
                id,
                OperationType.AGENT_RESEARCH,
                3,
                status,
                phase,
                priority,
                OffsetDateTime.parse("2025-01-01T00:00:00Z"),
                Json.object().put("brief", "Explore RSI variations"),
                waitingCause,
                standing,
                List.copyOf(children));
    }

    private AResearch newest(UnaryOperator<Child> change) {
        children.set(children.size() - 1, change.apply(children.getLast()));
        return this;
    }

    private AResearch next(
            OperationType type,
            OperationStatus now,
            @Nullable JsonNode result,
            @Nullable FailureClass failureClass,
            @Nullable String message) {
        if (!status.isTerminal()) {
            status = OperationStatus.RUNNING;
        }
        int attempt = 1;
        for (Child child : List.copyOf(children)) {
            if (child.type() == type) {
                attempt = child.attempt() + 1;
                if (!child.status().isTerminal()) {
                    attempt = child.attempt();
                    children.remove(child);
                }
            }
        }
        boolean onAgent = Executor.of(type) == Executor.AGENT;
        boolean placed = now != OperationStatus.PENDING;
        children.add(new Child(
                "op_" + type.wireName() + attempt,
                type,
                now,
                1,
                attempt,
                placed ? null : "{}",
                result,
                failureClass,
                message,
                false,
                placed && onAgent ? EPOCH : null,
                placed && onAgent ? "agent-1" : null,
                false,
                placed && !onAgent ? new Assignment("w1", "w1-1", "http://w1", nextToken++) : null,
                List.of(),
                null,
                0,
                0));
        return this;
    }

    private static long token(Child child) {
        Assignment assignment = child.assignment();
        return assignment == null ? 0 : assignment.token();
    }

    private static Child copy(
            Child child,
            @Nullable Assignment assignment,
            @Nullable Checkpoint checkpoint,
            long silentMillis,
            long stalledMillis) {
        return new Child(
                child.id(),
                child.type(),
                child.status(),
                child.version(),
                child.attempt(),
                child.spec(),
                child.result(),
                child.failureClass(),
                child.errorMessage(),
                child.settled(),
                child.epoch(),
                child.agentId(),
                child.resumed(),
                assignment,
                child.avoid(),
                checkpoint,
                silentMillis,
                stalledMillis);
    }

    static ResearchPhase phaseOf(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> ResearchPhase.DESIGNING;
            case TRAINING -> ResearchPhase.TRAINING;
            case BACKTESTING -> ResearchPhase.BACKTESTING;
            case AGENT_ASSESSMENT -> ResearchPhase.ASSESSING;
            case AGENT_RESEARCH, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL -> ResearchPhase.IDLE;
        };
    }
}
