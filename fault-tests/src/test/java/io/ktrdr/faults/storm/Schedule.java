package io.ktrdr.faults.storm;

import io.ktrdr.faults.link.Direction;
import io.ktrdr.faults.link.Ending;
import io.ktrdr.faults.link.Weather;
import io.ktrdr.faults.storm.Fault.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Which faults come when. The same seed over the same processes and links gives the same schedule.
 *
 * @param faults in the order of their time
 */
public record Schedule(long seed, List<Planned> faults) {
    /** @param at since the beginning of the storm */
    public record Planned(Duration at, Fault fault) {}

    /** What there is to disturb: names, as the cluster has them. */
    public record Targets(List<String> workers, List<String> coordinators, List<String> links) {}

    /**
     * One of each kind: a worker freezes over its job for longer than its lease, answers to commits are lost, and a
     * coordinator is killed.
     */
    public static Schedule ofThree(long seed, Targets targets, Duration lease, Duration length) {
        Random random = new Random(seed);
        List<String> toDatabase =
                targets.links().stream().filter(Schedule::isToDatabase).toList();
        List<Fault> faults = List.of(
                new Fault.Freeze(
                        new Victim.AtWork(random.nextDouble()),
                        lease.multipliedBy(3).dividedBy(2)),
                new Fault.Disturb(oneOf(random, toDatabase), new Weather.AnswerLost("COMMIT"), length.dividedBy(3)),
                new Fault.Kill(new Victim.Named(oneOf(random, targets.coordinators()))));
        List<Planned> planned = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            planned.add(new Planned(length.multipliedBy(2 * i + 1).dividedBy(2L * faults.size()), faults.get(i)));
        }
        return new Schedule(seed, List.copyOf(planned));
    }

    /**
     * As many as fit into a time; one in six comes together with a second one.
     *
     * @param meanGap between two faults; they overlap when they last longer
     * @param lease   of workers: processes freeze for between a quarter of it and twice as long
     */
    public static Schedule random(long seed, Targets targets, Duration lease, Duration length, Duration meanGap) {
        Random random = new Random(seed);
        List<Planned> planned = new ArrayList<>();
        Duration at = gap(random, meanGap);
        while (at.compareTo(length) < 0) {
            planned.add(new Planned(at, draw(random, targets, lease)));
            if (random.nextInt(6) > 0) {
                at = at.plus(gap(random, meanGap));
            }
        }
        return new Schedule(seed, List.copyOf(planned));
    }

    private static Duration gap(Random random, Duration mean) {
        return Duration.ofMillis(Math.max(1, (long) (2 * mean.toMillis() * random.nextDouble())));
    }

    private static Fault draw(Random random, Targets targets, Duration lease) {
        return random.nextInt(100) < 55 ? onProcess(random, targets, lease) : onLink(random, targets);
    }

    private static Fault onProcess(Random random, Targets targets, Duration lease) {
        Victim victim = victim(random, targets);
        int kind = random.nextInt(100);
        if (kind < 45) {
            return new Fault.Kill(victim);
        }
        if (kind < 80) {
            return new Fault.Freeze(victim, between(random, lease.dividedBy(4), lease.multipliedBy(2)));
        }
        return new Fault.Terminate(victim);
    }

    private static Victim victim(Random random, Targets targets) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return new Victim.AtWork(random.nextDouble());
        }
        if (kind < 45) {
            return new Victim.Named(oneOf(random, targets.workers()));
        }
        if (kind < 65) {
            return new Victim.Named(oneOf(random, targets.coordinators()));
        }
        if (kind < 77) {
            return new Victim.Named("registry");
        }
        if (kind < 84) {
            return new Victim.Named("postgres");
        }
        return new Victim.OfPostgres(random.nextDouble());
    }

    /** There are many links to and from workers and few others, which matter as much. */
    private static Fault onLink(Random random, Targets targets) {
        boolean toDatabase = random.nextInt(100) < 30;
        boolean ofWorker = random.nextInt(100) < 60;
        List<String> candidates = targets.links().stream()
                .filter(link -> toDatabase == isToDatabase(link))
                .filter(link -> toDatabase || ofWorker == isOfWorker(link, targets.workers()))
                .toList();
        return new Fault.Disturb(
                oneOf(random, candidates),
                weather(random, toDatabase),
                between(random, Duration.ofMillis(500), Duration.ofSeconds(6)));
    }

    private static Weather weather(Random random, boolean toDatabase) {
        return switch (random.nextInt(toDatabase ? 10 : 8)) {
            case 0 -> new Weather.Cut(Ending.RESET);
            case 1 -> new Weather.Cut(Ending.CLOSED);
            case 2 -> new Weather.HalfClosed(Direction.values()[random.nextInt(2)]);
            case 3, 4 -> new Weather.BlackHole();
            case 5 -> new Weather.Slow(between(random, Duration.ofMillis(20), Duration.ofSeconds(4)));
            case 6, 7 -> new Weather.AnswerLost("");
            default -> new Weather.AnswerLost("COMMIT");
        };
    }

    private static Duration between(Random random, Duration least, Duration most) {
        return least.plusMillis((long) (random.nextDouble() * most.minus(least).toMillis()));
    }

    private static boolean isToDatabase(String link) {
        return link.endsWith(">postgres");
    }

    private static boolean isOfWorker(String link, List<String> workers) {
        return workers.stream().anyMatch(link::contains);
    }

    private static String oneOf(Random random, List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
