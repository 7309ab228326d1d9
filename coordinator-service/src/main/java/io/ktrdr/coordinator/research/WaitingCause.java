package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.WireName;

/** Why a research stands still. Stored; its place in line is counted when it is read. */
public enum WaitingCause {
    AGENT("an agent"),
    TRAINING_WORKER("a training worker"),
    BACKTEST_WORKER("a backtest worker"),
    /** In the queue, although there is room: the day's budget is spent or promised to others. */
    BUDGET("budget");

    private final String what;

    WaitingCause(String what) {
        this.what = what;
    }

    static WaitingCause of(Executor executor) {
        return switch (executor) {
            case AGENT -> AGENT;
            case TRAINING -> TRAINING_WORKER;
            case BACKTESTING -> BACKTEST_WORKER;
        };
    }

    public static WaitingCause of(String wireName) {
        return WireName.parse(WaitingCause.class, wireName);
    }

    public String wireName() {
        return WireName.of(this);
    }

    /** For people, e.g. {@code waiting for a training worker, 2 ahead}. */
    public String describe(long ahead) {
        return "waiting for " + what + ", " + ahead + " ahead";
    }

    /** For people, when it waits for a type of worker that the registry does not have. */
    public String describeNobody() {
        return "waiting for " + what + ", none registered or all drained";
    }
}
