package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.WireName;

/** Why an operation stands still. Stored; its place in line is counted when it is read. */
public enum WaitingCause {
    AGENT("an agent"),
    TRAINING_WORKER("a training worker"),
    BACKTEST_WORKER("a backtest worker"),
    /** There is room, but the day's budget is spent or promised to others. */
    BUDGET("budget"),
    /** A task that would trigger a research while there may be no more of them. */
    CAPACITY("capacity"),
    /** A task that needs the data source, which does not answer. */
    DISCOVERY_SERVICE("the discovery service"),
    /** Operations that have to be completed before. */
    DEPENDENCY("other operations"),
    /** Locks that others have, or get before. */
    LOCK("locks"),
    /** Nobody can go on without a person. */
    NEEDS_ATTENTION("a person");

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

    /** For people, e.g. {@code needs attention: no model answered}. */
    public static String describeAttention(String reason) {
        return "needs attention: " + reason;
    }

    /** For people, when it waits for others to be completed. */
    public static String describeDependencies(String ids) {
        return "waiting for " + ids + " to be completed";
    }

    /** For people, when it waits for locks, and nothing more is known. */
    public static String describeLocks() {
        return "waiting for locks";
    }

    /** For people, when it waits for the data source to answer. */
    public static String describeService() {
        return "waiting for the discovery service, which is down";
    }

    /** For people, when it waits for a type of worker that the registry does not have. */
    public String describeNobody() {
        return "waiting for " + what + ", none registered or all drained";
    }
}
