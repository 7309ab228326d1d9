package io.ktrdr.coordinator;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerBreakerView;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry that grants by the protocol: in line order, tokens only grow, what is neither held nor wanted is free. */
public final class FakeRegistry extends FakeServer {
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final Map<String, Held> reservations = new HashMap<>();
    private final Map<String, LostReason> losses = new HashMap<>();
    private final Map<String, RunningJob> jobs = new HashMap<>();
    private final Map<String, Map<String, Object>> alerts = new LinkedHashMap<>();
    private final List<SyncRequest> syncs = new ArrayList<>();
    private List<Stray> strays = List.of();
    private Runnable duringNextSync = () -> {};
    private long counter;
    private long epoch;
    private long seq;
    private boolean down;

    private record Worker(String id, WorkerType type, String incarnation, String url) {}

    public synchronized void startOver() {
        workers.clear();
        reservations.clear();
        losses.clear();
        jobs.clear();
        alerts.clear();
        syncs.clear();
        strays = List.of();
        duringNextSync = () -> {};
        epoch = 0;
        seq = 0;
        down = false;
    }

    /** As if another coordinator, or this one before its database was restored, had been here. */
    public synchronized void remembers(long storedEpoch, long storedSeq) {
        epoch = storedEpoch;
        seq = storedSeq;
    }

    public synchronized void has(WorkerType type, String id, String url) {
        workers.put(id, new Worker(id, type, id + "-1", url));
    }

    /** What a worker says that it runs. */
    public synchronized void hears(String worker, String claim, long token) {
        jobs.put(worker, new RunningJob(claim, token, false));
    }

    /** What it has promised, behind everybody's back. */
    public synchronized void promises(String worker, String claim, long token) {
        reservations.put(claim, new Held(claim, worker, worker + "-1", token));
    }

    public synchronized void forgetsWhatItPromised() {
        reservations.clear();
    }

    /** Every request is answered 503 from now on. */
    public synchronized void goesDown() {
        down = true;
    }

    public synchronized void comesBack() {
        down = false;
    }

    /** Says so as long as the claim is held. */
    public synchronized void loses(String claim, LostReason reason) {
        losses.put(claim, reason);
    }

    public synchronized void sees(Stray stray) {
        strays = List.of(stray);
    }

    /** What happens to the world after the next tick has loaded and before it writes. */
    public synchronized void duringNextSync(Runnable event) {
        duringNextSync = event;
    }

    public synchronized List<SyncRequest> syncs() {
        return List.copyOf(syncs);
    }

    public synchronized SyncRequest lastSync() {
        return syncs.getLast();
    }

    @Override
    synchronized Object answer(String method, String path, byte[] body) throws IOException {
        if (down) {
            return problem(ProblemCode.UNAVAILABLE);
        }
        if (path.startsWith("/api/v1/alerts")) {
            return alerts(path, body);
        }
        if (path.equals("/api/v1/workers")) {
            return new WorkerList(workers.values().stream().map(this::view).toList());
        }
        return sync(JSON.readValue(body, SyncRequest.class));
    }

    private Object alerts(String path, byte[] body) throws IOException {
        if (path.equals("/api/v1/alerts")) {
            return Map.of("items", alerts.values(), "registry_unreachable", false);
        }
        String id = path.split("/")[4];
        Map<String, Object> alert = alerts.get(id);
        if (alert == null) {
            return problem(ProblemCode.NOT_FOUND);
        }
        alert.put("acknowledged_by", JSON.readTree(body).path("by").asText());
        return alert;
    }

    /** An alert of its own. */
    public synchronized void raises(String id, String at) {
        alerts.put(
                id,
                new HashMap<>(Map.of(
                        "alert_id", id,
                        "rule", "worker_dead",
                        "severity", "critical",
                        "subject", id,
                        "message", "it is dead",
                        "state", "active",
                        "raised_at", at,
                        "service", "registry")));
    }

    private Object sync(SyncRequest request) {
        Runnable event = duringNextSync;
        duringNextSync = () -> {};
        event.run();
        if (request.epoch() < epoch || request.epoch() == epoch && request.seq() < seq) {
            return problem(ProblemCode.STALE_SYNC).withStored(epoch, seq);
        }
        epoch = request.epoch();
        seq = request.seq();
        syncs.add(request);
        counter = Math.max(counter, request.maxToken());
        Set<String> relied = new HashSet<>();
        request.held().forEach(held -> {
            relied.add(held.claim());
            reservations.putIfAbsent(held.claim(), held);
        });
        for (WorkerType type : WorkerType.values()) {
            request.want().get(type).forEach(wanted -> relied.add(wanted.claim()));
        }
        request.ended().forEach(ended -> relied.remove(ended.claim()));
        reservations.keySet().retainAll(relied);
        List<Granted> granted = new ArrayList<>();
        for (WorkerType type : WorkerType.values()) {
            request.want().get(type).forEach(wanted -> grant(type, wanted).ifPresent(granted::add));
        }
        return new SyncResponse(granted, lost(request), strays, PerWorkerType.of(this::poolSize));
    }

    private Optional<Granted> grant(WorkerType type, Wanted wanted) {
        Held reserved = reservations.get(wanted.claim());
        if (reserved != null) {
            return Optional.of(granted(reserved));
        }
        List<Worker> free = workers.values().stream()
                .filter(worker -> worker.type() == type)
                .filter(worker -> reservations.values().stream()
                        .noneMatch(held -> held.workerId().equals(worker.id())))
                .toList();
        return free.stream()
                .filter(worker -> !wanted.avoid().contains(worker.id()))
                .findFirst()
                .or(() -> free.stream().findFirst())
                .map(worker -> {
                    Held held = new Held(wanted.claim(), worker.id(), worker.incarnation(), ++counter);
                    reservations.put(wanted.claim(), held);
                    return granted(held);
                });
    }

    private Granted granted(Held held) {
        Worker worker = workers.get(held.workerId());
        return new Granted(
                held.claim(),
                held.workerId(),
                held.incarnation(),
                worker == null ? "" : worker.url(),
                held.token(),
                false);
    }

    private List<Lost> lost(SyncRequest request) {
        return request.held().stream()
                .filter(held -> losses.containsKey(held.claim()))
                .map(held -> new Lost(
                        held.claim(), held.token(), losses.getOrDefault(held.claim(), LostReason.SILENT), 20_000))
                .toList();
    }

    private PoolSize poolSize(WorkerType type) {
        Set<String> ids = new HashSet<>();
        workers.values().stream().filter(w -> w.type() == type).forEach(w -> ids.add(w.id()));
        long busy = reservations.values().stream()
                .filter(held -> ids.contains(held.workerId()))
                .count();
        return new PoolSize(ids.size(), (int) busy);
    }

    private WorkerView view(Worker worker) {
        Optional<Held> held = reservations.values().stream()
                .filter(reserved -> reserved.workerId().equals(worker.id()))
                .findFirst();
        return new WorkerView(
                worker.id(),
                worker.type(),
                WorkerState.IDLE,
                false,
                false,
                worker.url(),
                held.map(Held::claim).orElse(null),
                worker.incarnation(),
                "test",
                0,
                null,
                held.map(Held::token).orElse(null),
                jobs.get(worker.id()),
                HealthView.UNKNOWN,
                new WorkerBreakerView(BreakerState.CLOSED, 0, 0, null),
                null,
                null);
    }
}
