package io.ktrdr.cli.ops;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an operation's time can go to. A moment belongs to exactly one of these. */
@RegisterForReflection
enum TimeClass {
    RAN("ran"),
    /** By an attempt that ended without a result, after the last checkpoint that another one went on from. */
    LOST("ran, and was lost"),
    /** From the last word of an attempt until it was given up. */
    UNHEARD("waited for word of an attempt that was given up"),
    WAITED_FOR_WORKER("waited for a worker"),
    WAITED_FOR_AGENT("waited for an agent"),
    WAITED_FOR_LOCK("waited for a lock"),
    WAITED_FOR_DEPENDENCY("waited for other operations"),
    WAITED_FOR_CAPACITY("waited for capacity"),
    WAITED_FOR_BUDGET("waited for budget"),
    WAITED_FOR_SERVICE("waited for the discovery service"),
    WAITED_FOR_PERSON("waited for a person"),
    /** For something that this release does not know. */
    WAITED_FOR_OTHER("waited for something else"),
    /** From the end of one step until an agent or a worker has said that it runs the next, while nobody had to be waited for. */
    HANDED_OVER("handed over");

    private final String words;

    TimeClass(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    @JsonValue
    String wireName() {
        return WireName.of(this);
    }

    /** @param cause of waiting, as events name it */
    static TimeClass waitingFor(String cause) {
        return switch (cause) {
            case "agent" -> WAITED_FOR_AGENT;
            case "training_worker", "backtest_worker" -> WAITED_FOR_WORKER;
            case "lock" -> WAITED_FOR_LOCK;
            case "dependency" -> WAITED_FOR_DEPENDENCY;
            case "capacity" -> WAITED_FOR_CAPACITY;
            case "budget" -> WAITED_FOR_BUDGET;
            case "discovery_service" -> WAITED_FOR_SERVICE;
            case "needs_attention" -> WAITED_FOR_PERSON;
            default -> WAITED_FOR_OTHER;
        };
    }
}
