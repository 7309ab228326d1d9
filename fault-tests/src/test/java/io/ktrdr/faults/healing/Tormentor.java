package io.ktrdr.faults.healing;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Signal;
import io.ktrdr.faults.link.Ending;
import io.ktrdr.faults.link.Link;
import io.ktrdr.faults.link.Weather;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Does harm. What ends after a time ends by itself. */
final class Tormentor {
    private final Cluster cluster;
    private final Moods moods;
    private final Random random;

    /** @param random for how long, and how */
    Tormentor(Cluster cluster, Moods moods, Random random) {
        this.cluster = cluster;
        this.moods = moods;
        this.random = random;
    }

    Wound harm(Harm harm, String victim) {
        return switch (harm) {
            case KILL, REGISTRY, COORDINATOR -> {
                cluster.signal(victim, Signal.KILL);
                yield new Wound() {};
            }
            case FREEZE -> freeze(victim);
            case THAW -> endingAfter(between(18, 28), freeze(victim));
            case MEMORY -> mood(victim, "exhaust");
            case SLOW -> mood(victim, "crawl");
            case SPIRAL -> mood(victim, "fail");
            case STUCK -> mood(victim, "hang");
            case DISK -> endingAfter(between(10, 20), fillDisk(victim));
            case CUT -> endingAfter(between(18, 40), cut(victim));
        };
    }

    private synchronized Duration between(int least, int most) {
        return Duration.ofMillis(random.nextLong(least * 1_000L, most * 1_000L));
    }

    private Wound freeze(String worker) {
        OptionalLong pid = cluster.signal(worker, Signal.STOP);
        return new Wound() {
            @Override
            public void end() {
                pid.ifPresent(Signal.CONT::send);
            }
        };
    }

    private Wound mood(String worker, String mood) {
        moods.set(worker, mood);
        return new Wound() {
            @Override
            public void noticed() {
                moods.clear(worker);
            }

            @Override
            public void end() {
                moods.clear(worker);
            }
        };
    }

    private Wound fillDisk(String worker) {
        Path ballast = SmallDisks.fill(cluster.folder(worker));
        return new Wound() {
            @Override
            public void end() {
                SmallDisks.free(ballast);
            }
        };
    }

    private Wound cut(String worker) {
        List<Link> links = cluster.links().stream()
                .filter(name -> Arrays.asList(name.split(">")).contains(worker))
                .map(cluster::link)
                .toList();
        Weather weather = drawWeather();
        links.forEach(link -> link.turn(weather));
        return new Wound() {
            @Override
            public void end() {
                links.forEach(link -> link.turn(Weather.CLEAR));
            }
        };
    }

    private synchronized Weather drawWeather() {
        return random.nextBoolean() ? new Weather.BlackHole() : new Weather.Cut(Ending.RESET);
    }

    private static Wound endingAfter(Duration time, Wound wound) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            wound.end();
        });
        return wound;
    }
}
