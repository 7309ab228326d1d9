package io.ktrdr.faults.healing;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Signal;
import io.ktrdr.faults.healing.Lookout.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hurts one worker at its work, watches how it comes back, and sets it right where it does not. */
final class Infirmary {
    private static final Duration TO_BE_SEEN = Duration.ofMinutes(2);
    private static final Duration TO_BE_WELL = Duration.ofMinutes(4);
    private static final Duration BEFORE = Duration.ofMinutes(3);
    private static final double NANOS = 1e9;

    private final Cluster cluster;
    private final Lookout lookout;
    private final Workload workload;
    private final Tormentor tormentor;
    private final Duration calm;

    /** @param calm for how long a worker must have been well before it is hurt */
    Infirmary(Cluster cluster, Lookout lookout, Workload workload, Tormentor tormentor, Duration calm) {
        this.cluster = cluster;
        this.lookout = lookout;
        this.workload = workload;
        this.tormentor = tormentor;
        this.calm = calm;
    }

    /** @throws AssertionError when the worker never is at work and well before */
    Healing treat(Harm harm, String worker) {
        Sight before = lookout.await(worker, BEFORE, sight -> isReadyFor(harm, sight))
                .orElseThrow(() -> new AssertionError(worker + " never was well and at work: " + lookout.of(worker)));
        long start = System.nanoTime();
        Wound wound = tormentor.harm(harm, worker);
        CompletableFuture<@Nullable Double> goesOn = CompletableFuture.supplyAsync(
                () -> goesOn(before, start), command -> Thread.ofVirtual().start(command));
        String seenBy = seen(worker, before, start);
        @Nullable Double seen = seenBy == null ? null : since(start);
        wound.noticed();
        long highest =
                lookout.of(worker).map(sight -> Lookout.tokenOf(sight.worker())).orElse(0L);
        Optional<Sight> well = lookout.await(worker, TO_BE_WELL, sight -> isWellAgain(sight, highest));
        @Nullable Double whole = well.isPresent() ? since(start) : null;
        wound.end();
        if (whole == null) {
            cluster.signal(worker, Signal.KILL);
        }
        return new Healing(harm, worker, seenBy, seen, goesOn.join(), whole);
    }

    private boolean isReadyFor(Harm harm, Sight sight) {
        boolean wellForLong = System.nanoTime() - sight.wellSince() > calm.toNanos();
        boolean atWork = sight.worker().job() != null && !sight.worker().job().completing();
        boolean forgiven = sight.worker().breaker().failuresInARow() == 0;
        return wellForLong && atWork && forgiven && (harm != Harm.SLOW || isKnownToBeFast(sight));
    }

    /** Only a job that has been fast for a while can be seen to be slow. */
    private static boolean isKnownToBeFast(Sight sight) {
        return System.nanoTime() - sight.jobSince() > Duration.ofSeconds(50).toNanos()
                && sight.worker().measurements() != null
                && sight.worker().measurements().usualStepsPerSecond() != null;
    }

    private @Nullable String seen(String worker, Sight before, long start) {
        boolean seen =
                Cluster.await(TO_BE_SEEN, () -> sign(worker, before, start).isPresent());
        return seen ? sign(worker, before, start).orElse("something") : null;
    }

    private Optional<String> sign(String worker, Sight before, long start) {
        Optional<Sight> now = lookout.of(worker).filter(sight -> sight.at() > start);
        return now.flatMap(sight -> Lookout.trouble(sight.worker()))
                .or(() -> lookout.hasHeardOf(worker, start) ? Optional.of("supervisor") : Optional.empty())
                .or(() -> now.filter(sight -> !sight.worker()
                                .incarnation()
                                .equals(before.worker().incarnation()))
                        .map(sight -> "new process"));
    }

    private static boolean isWellAgain(Sight sight, long highest) {
        return Lookout.trouble(sight.worker()).isEmpty()
                && sight.worker().job() != null
                && sight.worker().job().token() > highest;
    }

    private @Nullable Double goesOn(Sight before, long start) {
        String claim =
                before.worker().job() == null ? "" : before.worker().job().claim();
        return Cluster.await(TO_BE_WELL, () -> workload.goesOn(claim)) ? since(start) : null;
    }

    /** The end of a process that all need; until work is given out again and every worker is heard. */
    Healing treatService(Harm harm, String service) {
        long highest = highest(lookout.all());
        long start = System.nanoTime();
        tormentor.harm(harm, service);
        boolean seen = Cluster.await(TO_BE_SEEN, () -> lookout.hasHeardOf(service, start));
        @Nullable Double seenAfter = seen ? since(start) : null;
        boolean well = Cluster.await(TO_BE_WELL, () -> isWhole(start, highest));
        return new Healing(harm, service, seen ? "supervisor" : null, seenAfter, null, well ? since(start) : null);
    }

    private boolean isWhole(long start, long highest) {
        List<Sight> all = lookout.all();
        return all.stream()
                        .allMatch(sight -> sight.at() > start
                                && Lookout.trouble(sight.worker()).isEmpty())
                && highest(all) > highest;
    }

    private static long highest(List<Sight> all) {
        return all.stream()
                .mapToLong(sight -> Lookout.tokenOf(sight.worker()))
                .max()
                .orElse(0);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / NANOS;
    }
}
