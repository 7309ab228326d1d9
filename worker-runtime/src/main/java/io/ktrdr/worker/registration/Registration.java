package io.ktrdr.worker.registration;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.HeartbeatAnswer;
import io.ktrdr.contracts.worker.RegistrationAccepted;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.Activity;
import io.ktrdr.worker.remote.Answer;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.remote.RemoteCall;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes this worker known and keeps it known: one thread that registers until the registry answers, then sends heartbeats,
 * at the interval the registry asks for and at once when the worker's activity changes.
 */
public final class Registration implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Registration.class);
    public static final Duration CALL = Duration.ofSeconds(2);

    private final WorkerIdentity me;
    private final WorkersApi registry;
    private final Supplier<Activity> activity;
    private final Supplier<WorkerMeasurements> measurements;
    private final Orders orders;
    private final Backoff backoff;
    private final Pulse pulse = new Pulse(System::nanoTime);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean dirty;
    private boolean closed;
    private volatile boolean registered;
    private final Silence silence = new Silence(System::nanoTime);
    private boolean drainedByOperator;
    private Duration interval = Duration.ofSeconds(5);

    /**
     * What the registry can order.
     *
     * @param superseded called once when a newer process has taken this worker's place
     * @param restart    called when this process should start anew, perhaps more than once
     */
    public record Orders(Runnable superseded, Runnable restart) {}

    /** Silent until {@link #start}. */
    public Registration(
            WorkerIdentity me,
            WorkersApi registry,
            Supplier<Activity> activity,
            Supplier<WorkerMeasurements> measurements,
            Orders orders,
            Backoff backoff) {
        this.me = me;
        this.registry = registry;
        this.activity = activity;
        this.measurements = measurements;
        this.orders = orders;
        this.backoff = backoff;
    }

    /**
     * Begins to register.
     *
     * @param url where the coordinator reaches this worker
     */
    public void start(URI url) {
        Thread.ofPlatform().name("registration").daemon().start(() -> run(url));
    }

    /** Whether the thread that does all this turns; the registry's silence does not keep it from that. */
    Pulse pulse() {
        return pulse;
    }

    /** The registry has answered and knows this incarnation. */
    public boolean isRegistered() {
        return registered;
    }

    /** The activity has changed: say so now. */
    public void beatNow() {
        lock.lock();
        try {
            dirty = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Falls silent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void run(URI url) {
        try {
            Duration pause = Duration.ZERO;
            while (await(pause)) {
                pause = registered ? beat() : register(url);
            }
        } catch (InterruptedException e) {
            LOG.debug("registration interrupted");
        } catch (RuntimeException | Error e) {
            // without this thread nobody hears of the worker, however well it is
            LOG.error("Heartbeats have come to an end", e);
            orders.restart().run();
        }
    }

    /** @return false when closed */
    private boolean await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            pulse.rests(atMost);
            long left = atMost.toNanos();
            // unregistered, a change is no reason to ask a registry that does not answer any sooner
            while (!closed && !(dirty && registered) && left > 0) {
                left = changed.awaitNanos(left);
            }
            dirty = false;
            pulse.beats();
            if (closed) {
                pulse.ends();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** @return how long to wait before the next word */
    private Duration register(URI url) {
        Activity now = activity.get();
        WorkerRegistration word = new WorkerRegistration(
                me.workerId(), me.type(), me.incarnation(), url.toString(), now.mark(), now.job(), me.version());
        return switch (RemoteCall.await(registry.register(word), CALL)) {
            case Answer.Accepted<RegistrationAccepted> accepted -> {
                LOG.infof(
                        "Registered as %s (%s) at %s", me.workerId(), me.type().wireName(), url);
                Duration pause = heard(accepted.value().heartbeatMillis());
                // a registration does not tell: without a word now a job would come that can only be refused
                yield now.draining() || now.obstacle() != null ? Duration.ZERO : pause;
            }
            case Answer.Refused<RegistrationAccepted> refused -> refused(refused.problem());
            case Answer.NoAnswer<RegistrationAccepted> none -> unheard(none.why());
        };
    }

    private Duration beat() {
        Activity now = activity.get();
        Heartbeat word =
                new Heartbeat(me.incarnation(), now.mark(), now.job(), now.draining(), now.obstacle(), measured());
        return switch (RemoteCall.await(registry.heartbeat(me.workerId(), word), CALL)) {
            case Answer.Accepted<HeartbeatAnswer> accepted -> {
                note(accepted.value().drained());
                if (accepted.value().restart()) {
                    orders.restart().run();
                }
                yield heard(accepted.value().heartbeatMillis());
            }
            case Answer.Refused<HeartbeatAnswer> refused -> refused(refused.problem());
            case Answer.NoAnswer<HeartbeatAnswer> none -> unheard(none.why());
        };
    }

    /** A sign of life matters more than what it says. */
    private @Nullable WorkerMeasurements measured() {
        try {
            return measurements.get();
        } catch (RuntimeException e) {
            LOG.warnf(e, "This worker could not be measured");
            return null;
        }
    }

    private Duration heard(long heartbeatMillis) {
        registered = true;
        silence.heard();
        backoff.reset();
        interval = Duration.ofMillis(Math.clamp(heartbeatMillis, 100, 60_000));
        return interval;
    }

    private Duration refused(Problem problem) {
        if (problem.code() == ProblemCode.SUPERSEDED) {
            LOG.errorf("A newer process has registered as %s; this one stops", me.workerId());
            registered = false;
            close();
            orders.superseded().run();
            return Duration.ZERO;
        }
        if (registered && problem.code() == ProblemCode.NOT_FOUND) {
            LOG.info("The registry does not know this worker (any more); registering again");
            registered = false;
            return Duration.ZERO;
        }
        return unheard(problem.title() + ": " + problem.detail());
    }

    private Duration unheard(String why) {
        Logger.Level level = isClosed() ? Logger.Level.DEBUG : silence.unheard();
        LOG.logf(
                level,
                level == Logger.Level.INFO ? "Waiting for the registry: %s" : "The registry does not answer: %s",
                why);
        Duration pause = backoff.next();
        return registered && pause.compareTo(interval) > 0 ? interval : pause;
    }

    private void note(boolean drained) {
        if (drained != drainedByOperator) {
            drainedByOperator = drained;
            LOG.info(drained ? "Drained by an operator: no further job will come" : "Undrained by an operator");
        }
    }
}
