package io.ktrdr.registry.sync;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.HealthScenes;
import io.ktrdr.registry.health.Recovery;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.health.WorkerRecord;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.RegistryState;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.worker.Condition;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import io.ktrdr.registry.worker.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A registry that has heard everybody lately, in which a test changes what it is about. */
final class Scene {
    static final Timing TIMING =
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(5), HealthScenes.RULES);
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Hearing hearing = new Hearing(NOW, NOW.minus(Duration.ofHours(1)));
    private RegistryState state = new RegistryState(1, 1, 100, null);
    private final Map<String, KnownWorker> workers = new TreeMap<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final Map<String, EndedJob> lastEnded = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Wanted> training = new ArrayList<>();
    private final List<Wanted> backtesting = new ArrayList<>();
    private long maxToken;

    static String incarnationOf(String workerId) {
        return workerId + "-boot-1";
    }

    Scene trainingWorker(String id) {
        return worker(id, WorkerType.TRAINING);
    }

    Scene backtestWorker(String id) {
        return worker(id, WorkerType.BACKTESTING);
    }

    private Scene worker(String id, WorkerType type) {
        workers.put(
                id,
                new KnownWorker(
                        id,
                        type,
                        "http://" + id,
                        "1",
                        incarnationOf(id),
                        false,
                        NOW.minus(Duration.ofSeconds(1)),
                        0,
                        false,
                        null,
                        null,
                        Condition.NEW));
        return this;
    }

    private Scene change(String id, UnaryOperator<KnownWorker> change) {
        workers.compute(id, (key, worker) -> change.apply(java.util.Objects.requireNonNull(worker)));
        return this;
    }

    Scene reports(String id, String claim, long token) {
        change(id, w -> with(w, w.incarnation(), w.lastHeard(), new RunningJob(claim, token, false)));
        return change(id, w -> flags(w, w.drained(), w.draining(), Math.max(w.mark(), token)));
    }

    Scene silentFor(String id, Duration silence) {
        return change(id, w -> with(w, w.incarnation(), NOW.minus(silence), w.job()));
    }

    Scene restarted(String id) {
        return change(id, w -> with(w, id + "-boot-2", w.lastHeard(), w.job()));
    }

    private static KnownWorker with(KnownWorker w, String incarnation, Instant lastHeard, @Nullable RunningJob job) {
        return new KnownWorker(
                w.id(),
                w.type(),
                w.url(),
                w.version(),
                incarnation,
                w.drained(),
                lastHeard,
                w.mark(),
                w.draining(),
                job,
                w.obstacle(),
                w.condition());
    }

    Scene mark(String id, long mark) {
        return change(id, w -> flags(w, w.drained(), w.draining(), mark));
    }

    Scene drained(String id) {
        return change(id, w -> flags(w, true, w.draining(), w.mark()));
    }

    Scene draining(String id) {
        return change(id, w -> flags(w, w.drained(), true, w.mark()));
    }

    private static KnownWorker flags(KnownWorker w, boolean drained, boolean draining, long mark) {
        return new KnownWorker(
                w.id(),
                w.type(),
                w.url(),
                w.version(),
                w.incarnation(),
                drained,
                w.lastHeard(),
                mark,
                draining,
                w.job(),
                w.obstacle(),
                w.condition());
    }

    Scene inState(String id, RecoveryState state) {
        return change(id, w -> in(w, HealthScenes.in(state, NOW)));
    }

    Scene record(String id, WorkerRecord record) {
        return change(id, w -> w.with(w.condition().with(record)));
    }

    Scene measured(String id, WorkerMeasurements measured) {
        return change(
                id,
                w -> w.with(
                        new Condition(w.condition().recovery(), w.condition().record(), measured)));
    }

    private static KnownWorker in(KnownWorker w, Recovery recovery) {
        return w.with(
                new Condition(recovery, w.condition().record(), w.condition().measurements()));
    }

    Scene cannotWork(String id, String obstacle) {
        return change(
                id,
                w -> new KnownWorker(
                        w.id(),
                        w.type(),
                        w.url(),
                        w.version(),
                        w.incarnation(),
                        w.drained(),
                        w.lastHeard(),
                        w.mark(),
                        w.draining(),
                        w.job(),
                        obstacle,
                        w.condition()));
    }

    Scene reserved(String claim, String workerId, long token) {
        reservations.add(new Reservation(claim, workerId, incarnationOf(workerId), token));
        return this;
    }

    Scene endedBefore(String workerId, String claim, long token, Duration ago) {
        lastEnded.put(workerId, new EndedJob(claim, token, NOW.minus(ago)));
        return this;
    }

    Scene held(String claim, String workerId, long token) {
        held.add(new Held(claim, workerId, incarnationOf(workerId), token));
        return this;
    }

    Scene heldAndReserved(String claim, String workerId, long token) {
        return reserved(claim, workerId, token).held(claim, workerId, token);
    }

    Scene ended(String claim, long token) {
        ended.add(new Ended(claim, token, null));
        return this;
    }

    Scene ended(String claim, long token, AttemptEnd how) {
        ended.add(new Ended(claim, token, how));
        return this;
    }

    Scene wants(String claim, String... avoid) {
        training.add(new Wanted(claim, List.of(avoid)));
        return this;
    }

    Scene wantsBacktest(String claim, String... avoid) {
        backtesting.add(new Wanted(claim, List.of(avoid)));
        return this;
    }

    Scene maxToken(long token) {
        maxToken = token;
        return this;
    }

    Scene counter(long counter) {
        state = new RegistryState(state.epoch(), state.seq(), counter, state.rebuildingUntil());
        return this;
    }

    Scene rebuildingUntil(Instant until) {
        state = new RegistryState(state.epoch(), state.seq(), state.counter(), until);
        return this;
    }

    /** The registry came up, or woke up, only that long ago. */
    Scene hearingFor(Duration since) {
        hearing = new Hearing(NOW, NOW.minus(since));
        return this;
    }

    Decision decide() {
        return Matching.decide(request(), state, roster(), new Reservations(reservations, lastEnded), TIMING);
    }

    SyncRequest request() {
        return new SyncRequest(1, 2, maxToken, held, ended, new PerWorkerType<>(training, backtesting));
    }

    Roster roster() {
        return new Roster(hearing, List.copyOf(workers.values()));
    }
}
