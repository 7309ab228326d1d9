package io.ktrdr.registry.sync;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.WorkerRecord;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.RegistryState;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.ReservationChange;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import io.ktrdr.registry.worker.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides one sync, from what the coordinator says and what the registry knows: {@link #decide}. No clock, no I/O.
 *
 * <p>The steps build up {@link #promised} from nothing, in falling order of right: what is held, what is wanted and
 * reserved, what is wanted. Whatever was reserved and is not in it at the end is thereby released, and its worker is
 * free for the next step of the same call.
 */
final class Matching {
    /** Among workers of the same health the one that accepted its last job the longest ago, so that work goes round. */
    private static final Comparator<KnownWorker> LONGEST_IDLE =
            Comparator.comparingLong(KnownWorker::mark).thenComparing(KnownWorker::id);

    private final SyncRequest request;
    private final RegistryState stored;
    private final List<Reservation> reserved;
    private final Map<String, Reservation> reservedByClaim = new HashMap<>();
    private final Situation situation;
    private final Timing timing;
    private final @Nullable Instant rebuildingUntil;
    private long counter;

    /** By worker id: what stands at the end. */
    private final Map<String, Reservation> promised = new LinkedHashMap<>();

    private final Map<String, EndedJob> ended = new HashMap<>();
    private final Map<String, WorkerRecord> records = new HashMap<>();
    private final List<Granted> granted = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private boolean heldUnknown;

    private Matching(
            SyncRequest request, RegistryState stored, Roster roster, Reservations reservations, Timing timing) {
        this.request = request;
        this.stored = stored;
        this.timing = timing;
        this.situation = new Situation(roster, reservations, timing);
        this.reserved = reservations.current();
        reserved.forEach(reservation -> reservedByClaim.put(reservation.claim(), reservation));
        this.counter = highestTokenAnywhere();
        endConfirmed();
        settleHeld();
        this.rebuildingUntil = rebuilding();
    }

    static Decision decide(
            SyncRequest request, RegistryState stored, Roster roster, Reservations reservations, Timing timing) {
        Matching matching = new Matching(request, stored, roster, reservations, timing);
        matching.repeatGrants();
        matching.matchInLineOrder();
        return matching.decision();
    }

    private Decision decision() {
        SyncResponse response =
                new SyncResponse(List.copyOf(granted), List.copyOf(lost), strays(), PerWorkerType.of(this::poolSize));
        RegistryState state = new RegistryState(request.epoch(), request.seq(), counter, rebuildingUntil);
        return new Decision(
                response, ReservationChange.between(reserved, List.copyOf(promised.values()), state, ended, records));
    }

    private long highestTokenAnywhere() {
        return Stream.of(
                        LongStream.of(stored.counter(), request.maxToken()),
                        request.held().stream().mapToLong(Held::token),
                        request.ended().stream().mapToLong(Ended::token),
                        situation.workers().stream().mapToLong(KnownWorker::mark))
                .flatMapToLong(tokens -> tokens)
                .max()
                .orElseThrow();
    }

    /** The worker confirmed the end: it is free at once, although its last heartbeat may still name the job. */
    private void endConfirmed() {
        for (Ended end : request.ended()) {
            EndedJob job = new EndedJob(end.claim(), end.token(), now());
            Reservation reservation = reservedByClaim.get(end.claim());
            if (reservation != null && reservation.token() == end.token()) {
                reservedByClaim.remove(end.claim());
                noteEnded(reservation.workerId(), job);
                note(reservation.workerId(), end.token(), end.how());
            }
            situation.workers().stream()
                    .filter(worker -> worker.reports(end.claim(), end.token()))
                    .forEach(worker -> noteEnded(worker.id(), job));
        }
    }

    private void note(String workerId, long token, @Nullable AttemptEnd how) {
        KnownWorker worker = situation.worker(workerId);
        if (worker != null && how != null) {
            WorkerRecord before = worker.condition().record();
            WorkerRecord after = before.after(how, token, now(), timing.health().breaker());
            if (!after.equals(before)) {
                situation.note(worker.with(worker.condition().with(after)));
                records.put(workerId, after);
            }
        }
    }

    private void noteEnded(String workerId, EndedJob job) {
        if (situation.noteEnded(workerId, job)) {
            ended.put(workerId, job);
        }
    }

    /** Newest first: of two claims on one worker, the older was superseded. */
    private void settleHeld() {
        Set<Job> over = request.ended().stream().map(Job::of).collect(Collectors.toSet());
        request.held().stream()
                .filter(held -> !over.contains(Job.of(held)))
                .sorted(Comparator.comparingLong(Held::token).reversed())
                .forEach(this::settle);
    }

    private void settle(Held held) {
        KnownWorker worker = situation.worker(held.workerId());
        boolean promisedToNewer = promised.containsKey(held.workerId());
        switch (HeldJudgement.of(held, worker, promisedToNewer, situation.hearing(), timing)) {
            case HeldJudgement.Stands() -> keep(held);
            case HeldJudgement.Silent(Duration silence) -> {
                if (worker != null) {
                    keep(held);
                }
                lose(held, LostReason.SILENT, silence);
            }
            case HeldJudgement.Gone(LostReason reason, Duration silence) -> {
                if (reason == LostReason.RESTARTED) {
                    // nobody else will tell how it ended
                    note(held.workerId(), held.token(), AttemptEnd.FAILED_BY_WORKER);
                }
                lose(held, reason, silence);
            }
            case HeldJudgement.Unheard() -> heldUnknown = true;
        }
    }

    private void keep(Held held) {
        Reservation reservation = new Reservation(held.claim(), held.workerId(), held.incarnation(), held.token());
        heldUnknown |= !reservation.equals(reservedByClaim.get(held.claim()));
        promised.put(held.workerId(), reservation);
    }

    private void lose(Held held, LostReason reason, Duration silence) {
        lost.add(new Lost(held.claim(), held.token(), reason, silence.toMillis()));
    }

    /**
     * Tokens that this registry never gave, or claims held that it does not know, say that it was restored from a
     * backup. Until every worker had time to be heard it cannot tell who is free.
     */
    private @Nullable Instant rebuilding() {
        if (heldUnknown || counter > stored.counter()) {
            return now().plus(timing.heartbeat());
        }
        Instant until = stored.rebuildingUntil();
        return until != null && until.isAfter(now()) ? until : null;
    }

    /** Wanted and reserved: the answer was lost, or the coordinator before it could apply it. Never started. */
    private void repeatGrants() {
        for (WorkerType type : WorkerType.values()) {
            for (Wanted wanted : request.want().get(type)) {
                Reservation reservation = reservedByClaim.get(wanted.claim());
                if (reservation != null
                        && !promised.containsKey(reservation.workerId())
                        && situation.canStillStart(reservation, type)) {
                    promise(wanted, reservation);
                }
            }
        }
    }

    private void matchInLineOrder() {
        if (rebuildingUntil != null) {
            return;
        }
        for (WorkerType type : WorkerType.values()) {
            matchInLineOrder(type);
        }
    }

    private void matchInLineOrder(WorkerType type) {
        Set<String> served = promised.values().stream().map(Reservation::claim).collect(Collectors.toSet());
        List<KnownWorker> free = new ArrayList<>(situation.workers().stream()
                .filter(worker -> situation.isFree(worker, type) && !promised.containsKey(worker.id()))
                .sorted(Comparator.comparingInt(situation::reluctance).thenComparing(LONGEST_IDLE))
                .toList());
        for (Wanted wanted : request.want().get(type)) {
            if (!served.contains(wanted.claim())) {
                choose(wanted, type, free).ifPresent(worker -> {
                    free.remove(worker);
                    counter++;
                    promise(wanted, new Reservation(wanted.claim(), worker.id(), worker.incarnation(), counter));
                });
            }
        }
    }

    private Optional<KnownWorker> choose(Wanted wanted, WorkerType type, List<KnownWorker> free) {
        boolean othersExist = situation.workers().stream()
                .anyMatch(worker ->
                        situation.isUseful(worker, type) && !wanted.avoid().contains(worker.id()));
        return free.stream()
                .filter(worker -> !othersExist || !wanted.avoid().contains(worker.id()))
                .findFirst();
    }

    /** A worker that is not known to live is promised again, but not named: it would not answer the start. */
    private void promise(Wanted wanted, Reservation reservation) {
        promised.put(reservation.workerId(), reservation);
        KnownWorker worker = situation.worker(reservation.workerId());
        if (worker != null && rebuildingUntil == null && situation.isLive(worker)) {
            granted.add(new Granted(
                    reservation.claim(),
                    reservation.workerId(),
                    reservation.incarnation(),
                    worker.url(),
                    reservation.token(),
                    wanted.avoid().contains(reservation.workerId())));
        }
    }

    /** Tokens decide: a job with the token of what stands may be the start just granted; another one never is. */
    private List<Stray> strays() {
        Set<Job> somebodys = Stream.concat(
                        promised.values().stream().map(Job::of),
                        request.held().stream().map(Job::of))
                .collect(Collectors.toSet());
        List<Stray> strays = new ArrayList<>();
        for (KnownWorker worker : situation.workers()) {
            RunningJob job = situation.freshJobOf(worker);
            if (job != null && !somebodys.contains(Job.of(job))) {
                strays.add(new Stray(worker.id(), worker.incarnation(), worker.url(), job.claim(), job.token()));
            }
        }
        return List.copyOf(strays);
    }

    private PoolSize poolSize(WorkerType type) {
        List<KnownWorker> counted = situation.workers().stream()
                .filter(worker -> worker.type() == type && !worker.drained() && !worker.needsAPerson())
                .toList();
        int busy = (int) counted.stream()
                .filter(worker -> promised.containsKey(worker.id()))
                .count();
        return new PoolSize(counted.size(), busy);
    }

    private Instant now() {
        return situation.hearing().now();
    }
}
