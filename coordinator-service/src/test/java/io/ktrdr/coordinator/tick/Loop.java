package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;

import io.ktrdr.coordinator.TestDatabase;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.dispatch.WorkerCalls;
import io.ktrdr.coordinator.wake.WakeUp;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** The loop, turned by hand. */
@Singleton
public class Loop {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Ticker ticker;
    private final WakeUp wakeUp;
    private final AgentPool agents;
    private final TestDatabase database;
    private final LeaderLease lease;
    private final WorkerCalls workerCalls;

    Loop(
            Ticker ticker,
            WakeUp wakeUp,
            AgentPool agents,
            TestDatabase database,
            LeaderLease lease,
            WorkerCalls workerCalls) {
        this.workerCalls = workerCalls;
        this.database = database;
        this.lease = lease;
        this.ticker = ticker;
        this.wakeUp = wakeUp;
        this.agents = agents;
    }

    /** Nothing happens any more that the test did not ask for. */
    public void standsStill() {
        wakeUp.wakes(() -> {});
        eventually(ticker::isIdle, () -> "the loop does not come to rest");
        agents.stopAll();
        agentsAreDone();
        // whatever failed before: nobody is to be waited for
        lease.succeeded();
    }

    /** As in production: whatever wakes it makes it turn. */
    public void turnsByItself() {
        wakeUp.wakes(ticker::wake);
        ticker.wake();
    }

    /** One tick; true when it wants to go on at once. */
    public boolean turn() {
        return ticker.once().await().atMost(LONG);
    }

    /** Ticks, and agents in between, until a tick finds nothing to do. */
    public void turnUntilQuiet() {
        String before;
        boolean again;
        do {
            before = state();
            again = turn();
            agentsAreDone();
        } while (again || !before.equals(state()));
    }

    /** The same with agents that end when a test says so. */
    public void turnUntilQuietWithAgentsAtWork() {
        String before;
        boolean again;
        do {
            before = state();
            again = turn();
        } while (again || !before.equals(state()));
    }

    private String state() {
        return String.valueOf(database.text("SELECT count(*) || '/' || sum(version) FROM operation"));
    }

    public void agentsAreDone() {
        eventually(() -> agents.running().isEmpty(), () -> "agents still at work: " + agents.running());
    }

    /** Also those that repeat a start whose answer had not been written when the tick looked. */
    public void workersHaveAnswered() {
        eventually(workerCalls::isIdle, () -> "workers are still being called");
    }

    public AgentPool agents() {
        return agents;
    }

    public Instant lastSuccess() {
        return ticker.lastSuccess();
    }

    public long epoch() {
        return ticker.epoch().orElse(0L);
    }
}
