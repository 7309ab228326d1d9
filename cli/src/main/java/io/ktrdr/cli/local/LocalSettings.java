package io.ktrdr.cli.local;

import io.ktrdr.contracts.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a home runs; kept in it, so that what is not given at the next start is as it was.
 *
 * @param port              of the coordinator; registry and PostgreSQL have the two above, further coordinators those from
 *                          port + 3, workers those from port + 10
 * @param coordinators      1..{@value #MAX_COORDINATORS}; one of them ticks
 * @param stubDuration      e.g. {@code 2s}; null for the services' default
 * @param stubFailureRate   0..1; null for none
 * @param stubCost          USD for each stub design and assessment; null for none
 * @param dailyLimit        USD; null for unlimited
 * @param source            the data source, a whole path or a URL; null for the folder in the home
 * @param form              of the services; unlike the others chosen anew at each start
 */
@Wire
@RegisterForReflection
record LocalSettings(
        int port,
        int coordinators,
        int trainingWorkers,
        int backtestWorkers,
        boolean stub,
        @Nullable String stubDuration,
        @Nullable String stubFailureRate,
        @Nullable String stubCost,
        @Nullable String dailyLimit,
        @Nullable String source,
        ProgramForm form) {
    static final LocalSettings DEFAULT =
            new LocalSettings(8080, 1, 2, 1, false, null, null, null, null, null, ProgramForm.JVM);

    private static final int SECOND_COORDINATOR = 3;
    static final int FIRST_WORKER = 10;
    static final int MAX_COORDINATORS = 1 + FIRST_WORKER - SECOND_COORDINATOR;
    static final int MAX_WORKERS = 64;
    static final int MAX_PORT = 65_535 - FIRST_WORKER - 2 * MAX_WORKERS;

    LocalSettings {
        // homes of earlier releases say nothing about these
        coordinators = Math.max(1, coordinators);
        form = Objects.requireNonNullElse(form, ProgramForm.JVM);
    }

    LocalSettings as(ProgramForm other) {
        return new LocalSettings(
                port,
                coordinators,
                trainingWorkers,
                backtestWorkers,
                stub,
                stubDuration,
                stubFailureRate,
                stubCost,
                dailyLimit,
                source,
                other);
    }

    /** By name, in starting order. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("postgres", postgresPort());
        ports.put("registry", registryPort());
        for (int i = 0; i < coordinators; i++) {
            ports.put(i == 0 ? "coordinator" : "coordinator-" + (i + 1), coordinatorPort(i));
        }
        for (int i = 0; i < trainingWorkers; i++) {
            ports.put("training-" + (i + 1), port + FIRST_WORKER + i);
        }
        for (int i = 0; i < backtestWorkers; i++) {
            ports.put("backtest-" + (i + 1), port + FIRST_WORKER + trainingWorkers + i);
        }
        return ports;
    }

    int registryPort() {
        return port + 1;
    }

    int postgresPort() {
        return port + 2;
    }

    /** @param index 0 for the first */
    private int coordinatorPort(int index) {
        return index == 0 ? port : port + SECOND_COORDINATOR + index - 1;
    }

    /** The first one's. */
    String coordinatorUrl() {
        return coordinatorUrls().getFirst();
    }

    List<String> coordinatorUrls() {
        return IntStream.range(0, coordinators)
                .mapToObj(index -> "http://127.0.0.1:" + coordinatorPort(index))
                .toList();
    }

    String registryUrl() {
        return "http://127.0.0.1:" + registryPort();
    }

    /** What a start with {@code wanted} would change, in words. */
    List<String> differences(LocalSettings wanted) {
        List<String> differences = new ArrayList<>();
        difference(differences, "port", port, wanted.port);
        difference(differences, "coordinators", coordinators, wanted.coordinators);
        difference(differences, "training workers", trainingWorkers, wanted.trainingWorkers);
        difference(differences, "backtest workers", backtestWorkers, wanted.backtestWorkers);
        difference(differences, "stub", stub, wanted.stub);
        difference(differences, "stub duration", stubDuration, wanted.stubDuration);
        difference(differences, "stub failure rate", stubFailureRate, wanted.stubFailureRate);
        difference(differences, "stub cost", stubCost, wanted.stubCost);
        difference(differences, "daily limit", dailyLimit, wanted.dailyLimit);
        difference(differences, "data source", source, wanted.source);
        difference(differences, "services", form.inWords(), wanted.form.inWords());
        return differences;
    }

    private static void difference(List<String> found, String what, @Nullable Object now, @Nullable Object wanted) {
        if (!Objects.equals(now, wanted)) {
            found.add(what + " " + Objects.requireNonNullElse(now, "not set") + " (asked for: "
                    + Objects.requireNonNullElse(wanted, "not set") + ")");
        }
    }
}
