package io.ktrdr.registry.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.RegistryState;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.worker.Condition;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A coordinator, a registry and some workers in memory, with everything between them that can go wrong. */
final class SimulatedWorld {
    /**
     * What the registry has stored: all that a backup brings back.
     *
     * @param superseded incarnations that must not be heard any more
     */
    record Stored(
            RegistryState state,
            List<Reservation> reservations,
            Map<String, EndedJob> ended,
            Map<String, KnownWorker> workers,
            Set<String> superseded) {}

    private static final class Worker {
        final String id;
        int boot = 1;
        long mark;

        @Nullable
        RunningJob job;

        boolean frozen;
        boolean cannotWork;

        Worker(String id) {
            this.id = id;
        }

        String incarnation() {
            return id + "-" + boot;
        }
    }

    private final Random random;
    private final List<Worker> workers = new ArrayList<>();

    private Instant now = Scene.NOW;
    private Instant hearingSince = Scene.NOW.minusSeconds(3600);
    private Stored stored = new Stored(new RegistryState(1, 0, 0, null), List.of(), Map.of(), Map.of(), Set.of());
    private Stored backup = stored;

    private int researches;
    private long seq;
    private long maxToken;
    private final Map<String, Integer> waiting = new LinkedHashMap<>();
    private final Map<String, Held> held = new TreeMap<>();
    private final List<Ended> ended = new ArrayList<>();
    private final List<Held> starts = new ArrayList<>();
    private int completed;

    /** Messages that are under way: some arrive late, some twice, some never, and in any order. */
    private final List<Runnable> inFlight = new ArrayList<>();

    /** By token: which claim the coordinator ever held under it. One that it never heard of may be given again after a restore. */
    private final Map<Long, String> tokens = new HashMap<>();

    SimulatedWorld(long seed, int workerCount, int researches) {
        random = new Random(seed);
        this.researches = researches;
        for (int i = 0; i < workerCount; i++) {
            workers.add(new Worker("w" + i));
        }
        workers.forEach(this::heartbeat);
        for (int i = 0; i < researches; i++) {
            waiting.put("r" + i + "/1", 1);
        }
    }

    boolean isOver() {
        return completed == researches && stored.reservations().isEmpty();
    }

    /** One thing happens, whatever it is. */
    void step() {
        now = now.plusMillis(random.nextInt(700));
        Worker worker = workers.get(random.nextInt(workers.size()));
        switch (random.nextInt(26)) {
            case 0 -> restart(worker);
            case 1 -> worker.frozen = true;
            case 2, 3 -> worker.frozen = false;
            case 4 -> backup = stored;
            case 5 -> restore();
            case 6 -> loseStarts();
            case 7, 8 -> deliverStarts();
            case 9 -> finish(worker);
            case 10, 11, 12, 13, 14 -> heartbeat(worker);
            case 15 -> worker.cannotWork = random.nextInt(4) == 0;
            case 16, 17 -> heartbeatUnderWay(worker);
            case 18 -> inFlight.add(syncUnderWay(request()));
            case 19, 20, 21 -> somethingArrives();
            default -> tick(random.nextInt(4));
        }
    }

    /** Nothing goes wrong any more. */
    void calmStep() {
        now = now.plusMillis(1000);
        for (Worker worker : workers) {
            worker.frozen = false;
            worker.cannotWork = false;
            heartbeat(worker);
            finish(worker);
        }
        inFlight.clear();
        tick(3);
        deliverStarts();
    }

    private void restart(Worker worker) {
        worker.boot++;
        worker.job = null;
        worker.frozen = false;
        heartbeat(worker);
    }

    private void restore() {
        if (random.nextInt(10) == 0) {
            stored = backup;
            hearingSince = now;
            // nothing stays under way for as long as that takes
            inFlight.clear();
        }
    }

    private void somethingArrives() {
        if (!inFlight.isEmpty()) {
            int which = random.nextInt(inFlight.size());
            inFlight.get(which).run();
            if (random.nextBoolean()) {
                inFlight.remove(which);
            }
        }
    }

    /** Sent again or late; its answer comes too late for a coordinator that has sent others since. */
    private Runnable syncUnderWay(SyncRequest request) {
        return () -> {
            if (!isStale(request)) {
                check(request, registryAnswers(request));
            }
        };
    }

    private boolean isStale(SyncRequest request) {
        return request.seq() < stored.state().seq();
    }

    private void heartbeatUnderWay(Worker worker) {
        if (!worker.frozen) {
            KnownWorker said = saidBy(worker);
            inFlight.add(() -> hearLate(said));
        }
    }

    /** A heartbeat registers nobody: of an incarnation that is not the present one it is answered, and nothing else. */
    private void hearLate(KnownWorker said) {
        KnownWorker known = stored.workers().get(said.id());
        if (known != null && known.incarnation().equals(said.incarnation())) {
            hear(said);
        }
    }

    private void heartbeat(Worker worker) {
        if (!worker.frozen && !hear(saidBy(worker))) {
            // a process that is told that it was superseded ends, and is started again
            restart(worker);
        }
    }

    /** As the registry's table does it: a mark never falls, and only the newest incarnation is heard. */
    private boolean hear(KnownWorker said) {
        if (stored.superseded().contains(said.incarnation())) {
            return false;
        }
        Map<String, KnownWorker> known = new TreeMap<>(stored.workers());
        Set<String> superseded = new HashSet<>(stored.superseded());
        KnownWorker before = known.get(said.id());
        if (before != null && !before.incarnation().equals(said.incarnation())) {
            superseded.add(before.incarnation());
        }
        known.put(said.id(), heardNow(said, before == null ? 0 : before.mark()));
        stored = new Stored(stored.state(), stored.reservations(), stored.ended(), known, Set.copyOf(superseded));
        return true;
    }

    private KnownWorker heardNow(KnownWorker said, long markBefore) {
        return new KnownWorker(
                said.id(),
                said.type(),
                said.url(),
                said.version(),
                said.incarnation(),
                said.drained(),
                now,
                Math.max(markBefore, said.mark()),
                said.draining(),
                said.job(),
                said.obstacle(),
                Condition.NEW);
    }

    private KnownWorker saidBy(Worker worker) {
        return new KnownWorker(
                worker.id,
                WorkerType.TRAINING,
                "http://" + worker.id,
                "1",
                worker.incarnation(),
                false,
                now,
                worker.mark,
                false,
                worker.job,
                worker.cannotWork ? "disk full" : null,
                Condition.NEW);
    }

    /** The result reaches the coordinator, which believes it only under the token it holds. */
    private void finish(Worker worker) {
        RunningJob job = worker.job;
        if (worker.frozen || job == null) {
            return;
        }
        worker.job = null;
        Held child = held.get(job.claim());
        if (child != null && child.token() == job.token()) {
            held.remove(job.claim());
            ended.add(new Ended(job.claim(), job.token(), null));
            completed++;
        }
    }

    /** @param luck 0: the request gets lost, 1: the answer, 2: the coordinator dies before it applies, 3: all is well */
    private void tick(int luck) {
        if (luck == 0) {
            return;
        }
        SyncRequest request = request();
        if (random.nextInt(8) == 0) {
            inFlight.add(syncUnderWay(request));
        }
        SyncResponse answer = registryAnswers(request);
        check(request, answer);
        if (luck >= 2) {
            ended.removeAll(request.ended());
            answer.lost().forEach(this::lose);
            answer.strays().forEach(this::cancel);
        }
        if (luck == 3) {
            answer.granted().forEach(this::apply);
        }
        held.values().stream().filter(child -> random.nextBoolean()).forEach(starts::add);
    }

    private SyncRequest request() {
        List<Wanted> line = waiting.keySet().stream()
                .map(claim -> new Wanted(claim, List.of()))
                .toList();
        return new SyncRequest(
                1,
                ++seq,
                maxToken,
                List.copyOf(held.values()),
                List.copyOf(ended),
                new PerWorkerType<>(line, List.of()));
    }

    private SyncResponse registryAnswers(SyncRequest request) {
        Decision decision = Matching.decide(
                request,
                stored.state(),
                new Roster(
                        new Hearing(now, hearingSince),
                        List.copyOf(stored.workers().values())),
                new Reservations(stored.reservations(), stored.ended()),
                Scene.TIMING);
        List<Reservation> after = new ArrayList<>(stored.reservations());
        after.removeIf(reservation -> decision.change().released().contains(reservation.claim()));
        after.addAll(decision.change().reserved());
        Map<String, EndedJob> over = new TreeMap<>(stored.ended());
        over.putAll(decision.change().ended());
        stored = new Stored(decision.change().state(), List.copyOf(after), over, stored.workers(), stored.superseded());
        return decision.response();
    }

    private void check(SyncRequest request, SyncResponse answer) {
        for (Granted grant : answer.granted()) {
            boolean heldByAnother = request.held().stream()
                    .filter(child -> answer.lost().stream()
                            .noneMatch(lost -> lost.claim().equals(child.claim())))
                    .anyMatch(child -> child.workerId().equals(grant.workerId()));
            assertFalse(heldByAnother, () -> grant + " while held: " + request.held());
        }
        Set<String> reserved = new HashSet<>();
        for (Reservation reservation : stored.reservations()) {
            assertTrue(reserved.add(reservation.workerId()), () -> "promised twice: " + stored.reservations());
        }
        for (Lost lost : answer.lost()) {
            boolean running = workers.stream()
                    .anyMatch(worker -> worker.job != null
                            && worker.job.claim().equals(lost.claim())
                            && worker.job.token() == lost.token());
            assertTrue(lost.reason() == LostReason.SILENT || !running, () -> lost + " while it runs");
        }
        for (Stray stray : answer.strays()) {
            Held child = held.get(stray.claim());
            assertFalse(child != null && child.token() == stray.token(), () -> stray + " while held");
        }
    }

    private void lose(Lost lost) {
        if (lost.reason() == LostReason.SILENT && random.nextBoolean()) {
            return;
        }
        Held child = held.get(lost.claim());
        if (child != null && child.token() == lost.token()) {
            held.remove(lost.claim());
            int attempt = Integer.parseInt(lost.claim().split("/", 2)[1]) + 1;
            waiting.put(lost.claim().split("/", 2)[0] + "/" + attempt, attempt);
        }
    }

    private void cancel(Stray stray) {
        for (Worker worker : workers) {
            if (worker.id.equals(stray.workerId()) && !worker.frozen) {
                worker.mark = Math.max(worker.mark, stray.token());
                worker.job = worker.job != null && worker.job.token() == stray.token() ? null : worker.job;
            }
        }
    }

    private void apply(Granted grant) {
        String before = tokens.putIfAbsent(grant.token(), grant.claim());
        assertTrue(before == null || before.equals(grant.claim()), () -> grant + " has the token of " + before);
        waiting.remove(grant.claim());
        held.put(grant.claim(), new Held(grant.claim(), grant.workerId(), grant.incarnation(), grant.token()));
        maxToken = Math.max(maxToken, grant.token());
    }

    private void loseStarts() {
        starts.clear();
    }

    private void deliverStarts() {
        List<Held> due = List.copyOf(starts);
        starts.clear();
        for (Held start : due) {
            for (Worker worker : workers) {
                if (worker.id.equals(start.workerId())) {
                    start(worker, start);
                }
            }
        }
    }

    private void start(Worker worker, Held start) {
        boolean stillHeld = start.equals(held.get(start.claim()));
        if (worker.frozen || !worker.incarnation().equals(start.incarnation()) || !stillHeld) {
            return;
        }
        if (start.token() == worker.mark) {
            return;
        }
        assertTrue(start.token() > worker.mark, () -> start + " is refused: mark " + worker.mark);
        if (worker.cannotWork || worker.job != null) {
            refuse(start);
            return;
        }
        worker.mark = start.token();
        worker.job = new RunningJob(start.claim(), start.token(), false);
    }

    /** The worker knows better than the heartbeats it is known by: the next attempt begins. */
    private void refuse(Held start) {
        ended.add(new Ended(start.claim(), start.token(), null));
        lose(new Lost(start.claim(), start.token(), LostReason.SUPERSEDED, 0));
    }
}
