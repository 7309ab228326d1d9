package io.ktrdr.registry.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.AttemptEnd;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.HealthScenes;
import io.ktrdr.registry.health.WorkerRecord;
import io.ktrdr.registry.reservation.EndedJob;
import io.ktrdr.registry.reservation.RegistryState;
import io.ktrdr.registry.reservation.Reservation;
import io.ktrdr.registry.reservation.Reservations;
import io.ktrdr.registry.worker.Condition;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every sync, however odd the situation: each seed makes one up. */
class MatchingPropertyTest {
    private static final Instant NOW = Scene.NOW;

    record Case(SyncRequest request, RegistryState state, Roster roster, Reservations reservations) {
        Decision decide() {
            return Matching.decide(request, state, roster, reservations, Scene.TIMING);
        }

        Case after(Decision decision) {
            Set<String> released = Set.copyOf(decision.change().released());
            List<Reservation> current = new ArrayList<>(reservations.current());
            current.removeIf(reservation -> released.contains(reservation.claim()));
            current.addAll(decision.change().reserved());
            Map<String, EndedJob> ended = new HashMap<>(reservations.lastEnded());
            ended.putAll(decision.change().ended());
            Map<String, WorkerRecord> records = decision.change().records();
            List<KnownWorker> workers = roster.workers().stream()
                    .map(worker -> worker.with(worker.condition()
                            .with(records.getOrDefault(
                                    worker.id(), worker.condition().record()))))
                    .toList();
            return new Case(
                    request,
                    decision.change().state(),
                    new Roster(roster.hearing(), workers),
                    new Reservations(current, ended));
        }

        KnownWorker worker(String id) {
            return roster.workers().stream()
                    .filter(worker -> worker.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Few workers, few claims and few tokens, so that everything meets everything. */
    private static Case made(long seed) {
        Random random = new Random(seed);
        List<KnownWorker> workers = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            workers.add(worker("w" + i, random));
        }
        Hearing hearing = new Hearing(NOW, NOW.minusSeconds(random.nextBoolean() ? 3600 : random.nextInt(20)));
        Map<String, Reservation> reservations = new HashMap<>();
        for (KnownWorker worker : workers) {
            if (random.nextInt(3) == 0) {
                Reservation reservation =
                        new Reservation(claim(random), worker.id(), incarnation(random), token(random));
                reservations.putIfAbsent(reservation.claim(), reservation);
            }
        }
        RegistryState state = new RegistryState(
                1, 1, 8 + random.nextInt(8), random.nextInt(6) == 0 ? NOW.plusSeconds(random.nextInt(6)) : null);
        return new Case(
                request(random, reservations),
                state,
                new Roster(hearing, workers),
                new Reservations(List.copyOf(reservations.values()), Map.of()));
    }

    private static KnownWorker worker(String id, Random random) {
        return new KnownWorker(
                id,
                random.nextBoolean() ? WorkerType.TRAINING : WorkerType.BACKTESTING,
                "http://" + id,
                "1",
                incarnation(random),
                random.nextInt(8) == 0,
                NOW.minusSeconds(random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(5)),
                random.nextInt(12),
                random.nextInt(8) == 0,
                random.nextInt(3) == 0 ? new RunningJob(claim(random), token(random), random.nextBoolean()) : null,
                random.nextInt(8) == 0 ? "full" : null,
                new Condition(HealthScenes.randomRecovery(random, NOW), HealthScenes.randomRecord(random, NOW), null));
    }

    private static SyncRequest request(Random random, Map<String, Reservation> reservations) {
        Set<String> used = new HashSet<>();
        List<Held> held = new ArrayList<>();
        for (Reservation reservation : reservations.values()) {
            if (random.nextBoolean() && used.add(reservation.claim())) {
                held.add(new Held(
                        reservation.claim(), reservation.workerId(), reservation.incarnation(), reservation.token()));
            }
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            Held odd = new Held(claim(random), "w" + random.nextInt(6), incarnation(random), token(random));
            if (used.add(odd.claim())) {
                held.add(odd);
            }
        }
        List<Ended> ended = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            ended.add(new Ended(
                    claim(random), token(random), AttemptEnd.values()[random.nextInt(AttemptEnd.values().length)]));
        }
        return new SyncRequest(
                1, 2, random.nextInt(20), held, ended, new PerWorkerType<>(line(random, used), line(random, used)));
    }

    private static List<Wanted> line(Random random, Set<String> used) {
        List<Wanted> line = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            String claim = claim(random);
            if (used.add(claim)) {
                line.add(new Wanted(claim, random.nextInt(3) == 0 ? List.of("w" + random.nextInt(5)) : List.of()));
            }
        }
        return line;
    }

    private static String claim(Random random) {
        return "c" + random.nextInt(12);
    }

    private static String incarnation(Random random) {
        return random.nextInt(5) == 0 ? "i2" : "i1";
    }

    private static long token(Random random) {
        return random.nextInt(1, 13);
    }

    @Property(tries = 5000)
    void no_worker_is_promised_twice_and_no_claim_has_two_workers(@ForAll long seed) {
        Case made = made(seed);
        List<Reservation> after = made.after(made.decide()).reservations().current();
        assertEquals(
                after.size(),
                after.stream().map(Reservation::workerId).distinct().count());
        assertEquals(
                after.size(), after.stream().map(Reservation::claim).distinct().count());
    }

    @Property(tries = 5000)
    void what_is_reserved_afterwards_is_held_or_wanted(@ForAll long seed) {
        Case made = made(seed);
        Set<String> asked = wantedBy(made.request()).stream().map(Wanted::claim).collect(Collectors.toSet());
        made.request().held().forEach(held -> asked.add(held.claim()));
        made.after(made.decide())
                .reservations()
                .current()
                .forEach(reservation -> assertTrue(asked.contains(reservation.claim())));
    }

    @Property(tries = 5000)
    void new_tokens_are_above_every_token_seen_so_far(@ForAll long seed) {
        Case made = made(seed);
        Decision decision = made.decide();
        long highest = Math.max(made.state().counter(), made.request().maxToken());
        for (KnownWorker worker : made.roster().workers()) {
            highest = Math.max(highest, worker.mark());
        }
        for (Ended ended : made.request().ended()) {
            highest = Math.max(highest, ended.token());
        }
        Set<Reservation> before = Set.copyOf(made.reservations().current());
        Set<String> held = made.request().held().stream().map(Held::claim).collect(Collectors.toSet());
        Set<Long> seen = new HashSet<>();
        for (Reservation reservation : decision.change().reserved()) {
            if (!before.contains(reservation) && !held.contains(reservation.claim())) {
                assertTrue(reservation.token() > highest);
                assertTrue(seen.add(reservation.token()));
            }
        }
        assertTrue(decision.change().state().counter() >= highest);
    }

    @Property(tries = 5000)
    void grants_name_live_willing_workers_of_the_wanted_type_in_their_newest_incarnation(@ForAll long seed) {
        Case made = made(seed);
        Decision decision = made.decide();
        for (Granted grant : decision.response().granted()) {
            KnownWorker worker = made.after(decision).worker(grant.workerId());
            boolean wanted = made.request().want().get(worker.type()).stream()
                    .anyMatch(want -> want.claim().equals(grant.claim()));
            assertTrue(wanted);
            assertTrue(
                    worker.isWilling(NOW, Scene.TIMING.health()) || worker.mark() == grant.token(),
                    "accepted already, or would be");
            assertEquals(worker.incarnation(), grant.incarnation());
            assertTrue(grant.token() >= worker.mark());
            assertTrue(Duration.between(worker.lastHeard(), NOW).compareTo(Scene.TIMING.lease()) <= 0);
        }
    }

    @Property(tries = 5000)
    void saying_the_same_again_changes_nothing_and_gets_the_same_answer(@ForAll long seed) {
        Case made = made(seed);
        Decision first = made.decide();
        Decision second = made.after(first).decide();
        assertEquals(List.of(), second.change().released());
        assertEquals(List.of(), second.change().reserved());
        // a registry that recognised a restore grants nothing in either call
        assertEquals(byClaim(first), byClaim(second));
        assertEquals(
                Set.copyOf(first.response().lost()),
                Set.copyOf(second.response().lost()));
        assertEquals(first.response().strays(), second.response().strays());
        assertEquals(first.response().pool(), second.response().pool());
        assertEquals(first.change().state().counter(), second.change().state().counter());
    }

    @Property(tries = 5000)
    void no_worker_idles_while_a_claim_waits_that_does_not_avoid_it(@ForAll long seed) {
        Case made = made(seed);
        Decision decision = made.decide();
        if (decision.change().state().rebuildingUntil() != null) {
            return;
        }
        Case after = made.after(decision);
        Set<String> served =
                after.reservations().current().stream().map(Reservation::claim).collect(Collectors.toSet());
        Set<String> promised = after.reservations().current().stream()
                .map(Reservation::workerId)
                .collect(Collectors.toSet());
        for (KnownWorker worker : after.roster().workers()) {
            EndedJob last = after.reservations().lastEnded().get(worker.id());
            boolean refused = last != null && last.token() > worker.mark();
            boolean idle = worker.isWilling(NOW, Scene.TIMING.health())
                    && !refused
                    && worker.job() == null
                    && !promised.contains(worker.id())
                    && Duration.between(worker.lastHeard(), NOW).compareTo(Scene.TIMING.lease()) <= 0;
            for (Wanted wanted : made.request().want().get(worker.type())) {
                assertTrue(!idle
                        || served.contains(wanted.claim())
                        || wanted.avoid().contains(worker.id()));
            }
        }
    }

    @Property(tries = 5000)
    void every_held_claim_stands_or_ended_or_is_lost_or_cannot_be_judged_yet(@ForAll long seed) {
        Case made = made(seed);
        Decision decision = made.decide();
        Map<String, Reservation> after = made.after(decision).reservations().current().stream()
                .collect(Collectors.toMap(Reservation::claim, Function.identity()));
        Set<String> lost = decision.response().lost().stream().map(Lost::claim).collect(Collectors.toSet());
        for (Held held : made.request().held()) {
            Reservation same = new Reservation(held.claim(), held.workerId(), held.incarnation(), held.token());
            boolean stands = same.equals(after.get(held.claim()));
            boolean ended =
                    made.request().ended().stream().anyMatch(end -> Job.of(end).equals(Job.of(held)));
            boolean unknown = made.roster().workers().stream()
                    .noneMatch(worker -> worker.id().equals(held.workerId()));
            assertTrue(stands || ended || lost.contains(held.claim()) || unknown);
        }
    }

    private static List<Wanted> wantedBy(SyncRequest request) {
        List<Wanted> all = new ArrayList<>(request.want().training());
        all.addAll(request.want().backtesting());
        return all;
    }

    private static Map<String, Granted> byClaim(Decision decision) {
        return decision.response().granted().stream().collect(Collectors.toMap(Granted::claim, Function.identity()));
    }
}
