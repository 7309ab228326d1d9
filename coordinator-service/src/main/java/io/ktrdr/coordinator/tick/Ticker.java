package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.wake.WakeUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Runs ticks: one at a time, and once more when somebody asked meanwhile. */
@Singleton
public final class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(3);

    private final LeaderLease lease;
    private final Tick tick;
    private final AgentPool agents;
    private final Clock clock;
    /** 0 idle, 1 ticking, 2 ticking and asked again. */
    private final AtomicInteger demand = new AtomicInteger();

    private volatile long epoch;
    private volatile boolean stopping;
    private volatile Instant lastSuccess = Instant.EPOCH;

    Ticker(LeaderLease lease, Tick tick, AgentPool agents, Clock clock, WakeUp wakeUp) {
        this.lease = lease;
        this.tick = tick;
        this.agents = agents;
        this.clock = clock;
        wakeUp.wakes(this::wake);
    }

    void atStart(@Observes StartupEvent event) {
        wake();
    }

    @Scheduled(every = "${ktrdr.tick.interval:2s}")
    void wake() {
        if (!stopping && demand.getAndUpdate(now -> now == 0 ? 1 : 2) == 0) {
            loop();
        }
    }

    private void loop() {
        once().subscribe().with(this::finished, failure -> {
            LOG.warnf("Tick failed, the next one tries again: %s", failure.toString());
            LOG.debug("Tick failed", failure);
            finished(false);
        });
    }

    private void finished(boolean again) {
        int next = demand.updateAndGet(now -> !stopping && (again || now == 2) ? 1 : 0);
        if (next == 1) {
            loop();
        }
    }

    /** Takes or renews the lease and ticks; true when there is more to do at once. Never two at a time. */
    Uni<Boolean> once() {
        return lease.takeOrRenew()
                .chain(leading -> leading.map(this::lead).orElseGet(this::follow))
                .invoke(again -> lastSuccess = clock.instant());
    }

    private Uni<Boolean> lead(long current) {
        if (epoch != current) {
            LOG.infof("This coordinator ticks, epoch %d", current);
            agents.stopAll();
            epoch = current;
        }
        return tick.run(current);
    }

    private Uni<Boolean> follow() {
        if (epoch != 0) {
            LOG.warn("Another coordinator ticks now");
            agents.stopAll();
            epoch = 0;
        }
        return Uni.createFrom().item(false);
    }

    /** No tick is under way, and none was asked for. */
    boolean isIdle() {
        return demand.get() == 0;
    }

    /** The epoch in which this process ticks; empty when it does not. */
    public Optional<Long> epoch() {
        return epoch == 0 ? Optional.empty() : Optional.of(epoch);
    }

    /** When a tick, or the look whether it is our turn, last succeeded. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    void atShutdown(@Observes ShutdownEvent event) {
        stopping = true;
        agents.stopAll();
        if (epoch != 0) {
            lease.release().onFailure().recoverWithNull().await().atMost(SHUTDOWN_WAIT);
        }
    }
}
