package io.ktrdr.cli.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Stops a home's processes in order: workers, coordinator, registry, PostgreSQL. */
final class Shutdown {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Home home;
    private final Consumer<String> say;

    Shutdown(Home home, Consumer<String> say) {
        this.home = home;
        this.say = say;
    }

    void of(List<RunningProcess> processes) {
        SortedMap<Integer, List<RunningProcess>> ranks = new TreeMap<>(Comparator.reverseOrder());
        for (RunningProcess process : processes) {
            ranks.computeIfAbsent(ServiceKind.of(process.name()).stopRank(), rank -> new ArrayList<>())
                    .add(process);
        }
        ranks.values().forEach(this::stop);
    }

    private void stop(List<RunningProcess> together) {
        List<RunningProcess> alive =
                together.stream().filter(RunningProcess::isAlive).toList();
        alive.forEach(process -> home.save(process.in(ProcessState.STOPPING)));
        alive.forEach(Signals::stop);
        Duration patience = alive.stream()
                .map(process -> ServiceKind.of(process.name()).patience())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (!Signals.ended(alive, patience)) {
            List<RunningProcess> stubborn =
                    alive.stream().filter(RunningProcess::isAlive).toList();
            stubborn.forEach(process -> say.accept(process.name() + " did not stop in time and was killed"));
            stubborn.forEach(Signals::kill);
            Signals.ended(stubborn, AFTER_KILL);
        }
        together.forEach(process -> home.forget(process.name()));
    }
}
