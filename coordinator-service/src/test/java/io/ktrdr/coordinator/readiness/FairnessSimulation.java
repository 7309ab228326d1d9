package io.ktrdr.coordinator.readiness;

import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.quant.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A line in front of some workers, in minutes: operations come by chance (Poisson), take their time by chance (exponential), and
 * a worker that is free takes the first in line. Nobody's priority changes anything but his place.
 */
final class FairnessSimulation {
    static final double STEP = 15;
    private static final int WORKERS = 5;
    private static final double MEAN_WORK = 10;
    private static final double DAYS = 10 * 24 * 60;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** Who goes first of those who wait. */
    enum Rule {
        /** As the coordinator does it: a place is a time, later by a step for each priority below the first. */
        RANK(Comparator.comparingDouble(Waiting::rank)),
        /** The usual one: whoever is more important goes first, whenever he came. */
        STRICT(Comparator.comparing(Waiting::priority).thenComparingDouble(Waiting::created));

        private final Comparator<Waiting> order;

        Rule(Comparator<Waiting> order) {
            this.order = order;
        }
    }

    private record Waiting(int number, Priority priority, double created, double work) {
        double rank() {
            return created + priority.ordinal() * STEP;
        }
    }

    /**
     * What became of an operation.
     *
     * @param started   infinite when it did not until the end
     * @param overtaken how many came later and started earlier
     * @param bound     how many may do so under {@link Rule#RANK}: those of higher priority that came within the steps between
     */
    record Fate(Priority priority, double created, double started, int overtaken, int bound) {
        boolean isStarted() {
            return started < NEVER;
        }

        double waited() {
            return Math.min(started, DAYS) - created;
        }
    }

    private FairnessSimulation() {}

    /**
     * @param load of the workers, 1 when just as much comes as they can do; a tenth of it P0, 60 % P1, the rest P2
     * @return in the order of coming
     */
    static List<Fate> run(Rule rule, double load, long seed) {
        List<Waiting> coming = coming(load, new SplitMix64(seed));
        double[] started = started(rule, coming);
        List<Fate> fates = new ArrayList<>();
        for (Waiting one : coming) {
            double start = started[one.number()];
            int overtaken = 0;
            int bound = 0;
            for (Waiting later : coming.subList(one.number() + 1, coming.size())) {
                overtaken += started[later.number()] < start ? 1 : 0;
                bound += later.rank() < one.rank() ? 1 : 0;
            }
            fates.add(new Fate(one.priority(), one.created(), start, overtaken, bound));
        }
        return fates;
    }

    private static List<Waiting> coming(double load, SplitMix64 random) {
        List<Waiting> coming = new ArrayList<>();
        double now = 0;
        while (true) {
            now += exponential(random, MEAN_WORK / WORKERS / load);
            if (now >= DAYS) {
                return coming;
            }
            double draw = random.nextDouble();
            Priority priority = draw < 0.1 ? Priority.P0 : draw < 0.7 ? Priority.P1 : Priority.P2;
            coming.add(new Waiting(coming.size(), priority, now, exponential(random, MEAN_WORK)));
        }
    }

    private static double exponential(SplitMix64 random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static double[] started(Rule rule, List<Waiting> coming) {
        double[] started = new double[coming.size()];
        Arrays.fill(started, NEVER);
        PriorityQueue<Waiting> line = new PriorityQueue<>(rule.order.thenComparingInt(Waiting::number));
        PriorityQueue<Double> freeAt = new PriorityQueue<>(Collections.nCopies(WORKERS, 0.0));
        int next = 0;
        while (true) {
            double free = freeAt.remove();
            if (line.isEmpty() && next < coming.size()) {
                free = Math.max(free, coming.get(next).created());
            }
            while (next < coming.size() && coming.get(next).created() <= free) {
                line.add(coming.get(next++));
            }
            if (line.isEmpty() || free >= DAYS) {
                return started;
            }
            Waiting first = line.remove();
            started[first.number()] = free;
            freeAt.add(free + first.work());
        }
    }
}
