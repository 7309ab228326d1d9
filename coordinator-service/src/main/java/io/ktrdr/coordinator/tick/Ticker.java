package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.agent.AgentPool;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs ticks: one at a time, and once more when somebody asked meanwhile. */
@Singleton
public final class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);
    private static final Duration LAST_TICK_WAIT = Duration.ofSeconds(3);
    private static final Duration RELEASE_WAIT = Duration.ofSeconds(2);

    private final LeaderLease lease;
    private final Tick tick;
    private final AgentPool agents;
    private final Clock clock;
    private final MonotonicClock time;
    private final Telemetry telemetry;
    /** 0 idle, 1 ticking, 2 ticking and asked again. */
    private final AtomicInteger demand = new AtomicInteger();

    private final CompletableFuture<Void> lastTickDone = new CompletableFuture<>();

    private volatile @Nullable Term term;
    private volatile boolean stopping;
    private volatile Instant lastSuccess = Instant.EPOCH;

    Ticker(
            LeaderLease lease,
            Tick tick,
            AgentPool agents,
            Clock clock,
            MonotonicClock time,
            Telemetry telemetry,
            WakeUp wakeUp) {
        this.lease = lease;
        this.tick = tick;
        this.agents = agents;
        this.clock = clock;
        this.time = time;
        this.telemetry = telemetry;
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
            telemetry.tickFailed();
            finished(false);
        });
    }

    private void finished(boolean again) {
        int next = demand.updateAndGet(now -> !stopping && (again || now == 2) ? 1 : 0);
        if (next == 1) {
            loop();
        } else if (stopping) {
            lastTickDone.complete(null);
        }
    }

    /** Takes or renews the lease and ticks; true when there is more to do at once. Never two at a time. */
    Uni<Boolean> once() {
        return lease.takeOrRenew()
                .chain(leading -> leading.map(this::lead).orElseGet(this::follow))
                .invoke(again -> {
                    if (!lease.hasFailed()) {
                        lastSuccess = clock.instant();
                        telemetry.lookedSuccessfully(lastSuccess);
                    }
                });
    }

    private Uni<Boolean> lead(Term current) {
        Term before = term;
        if (before == null || before.epoch() != current.epoch()) {
            LOG.infof("This coordinator ticks, epoch %d", current.epoch());
            // those of an epoch that is over; in the same one they are still ours
            agents.stopAll();
        }
        term = current;
        telemetry.leads();
        long begun = time.millis();
        return tick.run(current)
                .invoke(again -> telemetry.ticked(Duration.ofMillis(time.millis() - begun)))
                .invoke(lease::succeeded)
                .onFailure()
                .invoke(lease::failed);
    }

    private Uni<Boolean> follow() {
        stepDown("This coordinator does not tick any more: it is the turn of another one");
        return Uni.createFrom().item(false);
    }

    /**
     * A tick that hangs, or a database that is away, must not let this process believe for ever that it leads: another
     * one may have taken over long ago, and runs its own agents.
     */
    @Scheduled(every = "1s")
    void watch() {
        if (lease.ranOut()) {
            stepDown("The lease ran out before it could be renewed: this coordinator does not tick any more");
        }
    }

    private void stepDown(String why) {
        if (term != null) {
            LOG.warn(why);
            term = null;
            telemetry.lostTheLease();
        }
        // also those that a tick which was overtaken has started meanwhile
        agents.stopAll();
    }

    /** No tick is under way, and none was asked for. */
    boolean isIdle() {
        return demand.get() == 0;
    }

    /** The epoch in which this process ticks; empty when it does not. */
    public Optional<Long> epoch() {
        return Optional.ofNullable(term).map(Term::epoch);
    }

    /** When a tick, or the look whether it is our turn, last succeeded. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    /** What is begun is ended, so that whoever takes over finds it written; then the lease is let go. */
    void atShutdown(@Observes ShutdownEvent event) {
        stopping = true;
        if (!isIdle()) {
            awaitLastTick();
        }
        boolean led = term != null;
        term = null;
        telemetry.letsGo();
        agents.stopAll();
        if (led) {
            lease.release()
                    .ifNoItem()
                    .after(RELEASE_WAIT)
                    .fail()
                    .onFailure()
                    .invoke(e -> LOG.warnf("The lease could not be let go, it runs out by itself: %s", e.toString()))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }
    }

    private void awaitLastTick() {
        try {
            lastTickDone.get(LAST_TICK_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The last tick did not end in time; what it still writes is refused by its epoch");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
