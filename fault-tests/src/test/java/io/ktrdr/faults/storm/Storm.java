package io.ktrdr.faults.storm;

import io.ktrdr.faults.cluster.Cluster;
import io.ktrdr.faults.cluster.Signal;
import io.ktrdr.faults.link.Link;
import io.ktrdr.faults.link.Weather;
import io.ktrdr.faults.storm.Fault.Victim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Does what a schedule says, and undoes in the end what does not end by itself. */
public final class Storm {
    private final Cluster cluster;
    private final Schedule schedule;
    private final Consumer<String> log;
    private final Set<Long> frozen = ConcurrentHashMap.newKeySet();

    /** @param log told each fault as it happens */
    public Storm(Cluster cluster, Schedule schedule, Consumer<String> log) {
        this.cluster = cluster;
        this.schedule = schedule;
        this.log = log;
    }

    /** Returns when the last fault is over. */
    public void rage() throws InterruptedException {
        long start = System.nanoTime();
        CountDownLatch over = new CountDownLatch(schedule.faults().size());
        for (Schedule.Planned planned : schedule.faults()) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(planned.at().minusNanos(System.nanoTime() - start));
                    strike(planned.fault());
                } catch (InterruptedException e) {
                    throw new AssertionError("nobody interrupts this", e);
                } finally {
                    over.countDown();
                }
            });
        }
        over.await();
        calm();
    }

    /** All links are clear, everything frozen goes on. */
    public void calm() {
        cluster.clearLinks();
        frozen.forEach(Signal.CONT::send);
    }

    private void strike(Fault fault) throws InterruptedException {
        switch (fault) {
            case Fault.Kill(Victim victim) -> send(victim, Signal.KILL);
            case Fault.Terminate(Victim victim) ->
                send(victim, victim.equals(new Victim.Named(Cluster.POSTGRES)) ? Signal.INT : Signal.TERM);
            case Fault.Freeze(Victim victim, Duration time) -> freeze(victim, time);
            case Fault.Disturb(String name, Weather weather, Duration time) ->
                disturb(cluster.link(name), name, weather, time);
        }
    }

    private void send(Victim victim, Signal signal) {
        OptionalLong pid = find(victim);
        log.accept(signal + " " + named(victim, pid));
        pid.ifPresent(signal::send);
    }

    private void freeze(Victim victim, Duration time) throws InterruptedException {
        OptionalLong pid = find(victim);
        log.accept("STOP " + named(victim, pid) + " for " + time.toMillis() + " ms");
        if (pid.isEmpty()) {
            return;
        }
        frozen.add(pid.getAsLong());
        Signal.STOP.send(pid.getAsLong());
        Thread.sleep(time);
        Signal.CONT.send(pid.getAsLong());
        log.accept("CONT " + named(victim, pid));
    }

    private void disturb(Link link, String name, Weather weather, Duration time) throws InterruptedException {
        log.accept(name + ": " + weather + " for " + time.toMillis() + " ms");
        int lost = link.lostAnswers();
        link.turn(weather);
        Thread.sleep(time);
        // another fault may have turned it meanwhile, and will end by itself
        if (link.weather().equals(weather)) {
            link.turn(Weather.CLEAR);
            log.accept(name + ": clear"
                    + (weather instanceof Weather.AnswerLost ? ", answers lost: " + (link.lostAnswers() - lost) : ""));
        }
    }

    private OptionalLong find(Victim victim) {
        return switch (victim) {
            case Victim.Named(String process) -> cluster.pid(process);
            case Victim.AtWork(double pick) ->
                pick(pick, cluster.workersAtWork()).map(cluster::pid).orElse(OptionalLong.empty());
            case Victim.OfPostgres(double pick) ->
                pick(pick, cluster.postgresChildren()).map(OptionalLong::of).orElse(OptionalLong.empty());
        };
    }

    private static <T> Optional<T> pick(double pick, List<T> candidates) {
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get((int) (pick * candidates.size())));
    }

    private static String named(Victim victim, OptionalLong pid) {
        String who = switch (victim) {
            case Victim.Named(String process) -> process;
            case Victim.AtWork atWork -> "a worker at work";
            case Victim.OfPostgres ofPostgres -> "a process of postgres";
        };
        return who + (pid.isPresent() ? " (" + pid.getAsLong() + ")" : " (not there)");
    }
}
