package io.ktrdr.cli.local;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which processes a home runs, how they are started and configured. */
final class Plans {
    private final Home home;
    private final Install install;
    private final LocalSettings settings;
    private final PostgresServer postgres;

    Plans(Home home, Install install, LocalSettings settings, PostgresServer postgres) {
        this.home = home;
        this.install = install;
        this.settings = settings;
        this.postgres = postgres;
    }

    /** In starting order, PostgreSQL first. */
    List<ProcessPlan> all() {
        List<ProcessPlan> plans = new ArrayList<>();
        settings.ports().forEach((name, port) -> plans.add(plan(name, port)));
        return plans;
    }

    private ProcessPlan plan(String name, int port) {
        return switch (ServiceKind.of(name)) {
            case POSTGRES -> postgres(name, port);
            case REGISTRY -> registry(name, port);
            case COORDINATOR -> coordinator(name, port);
            case TRAINING -> worker(name, ServiceKind.TRAINING, port, "training-worker");
            case BACKTEST -> worker(name, ServiceKind.BACKTEST, port, "backtest-worker");
        };
    }

    private ProcessPlan postgres(String name, int port) {
        return new ProcessPlan(
                name, ServiceKind.POSTGRES, port, postgres.command(port), PostgresServer.ENVIRONMENT, home.log(name));
    }

    private ProcessPlan registry(String name, int port) {
        Map<String, String> environment = http(port);
        database(environment, "registry");
        List<String> command = install.service("worker-registry-service", settings.form(), Footprint.SERVICE);
        return new ProcessPlan(name, ServiceKind.REGISTRY, port, command, environment, home.log(name));
    }

    private ProcessPlan coordinator(String name, int port) {
        Map<String, String> environment = http(port);
        database(environment, "coordinator");
        environment.put("KTRDR_REGISTRY_URL", settings.registryUrl());
        putIfSet(environment, "KTRDR_BUDGET_DAILY_LIMIT", settings.dailyLimit());
        putIfSet(environment, "KTRDR_STUB_COST", settings.stubCost());
        environment.put(
                "KTRDR_DISCOVERY_SOURCE", Objects.requireNonNullElseGet(settings.source(), home.source()::toString));
        if (System.getenv("KTRDR_MODELS") == null && Files.isRegularFile(home.models())) {
            environment.put("KTRDR_MODELS", home.models().toString());
        }
        if (System.getenv("KTRDR_STRATEGIES_FOLDER") == null) {
            environment.put("KTRDR_STRATEGIES_FOLDER", home.strategies().toString());
        }
        stub(environment);
        List<String> command = install.service("coordinator-service", settings.form(), Footprint.SERVICE);
        return new ProcessPlan(name, ServiceKind.COORDINATOR, port, command, environment, home.log(name));
    }

    private void database(Map<String, String> environment, String name) {
        environment.put("KTRDR_DB_ADDRESS", "127.0.0.1:" + settings.postgresPort());
        environment.put("KTRDR_DB_NAME", name);
        environment.put("KTRDR_DB_USER", PostgresServer.USER);
        environment.put("KTRDR_DB_PASSWORD", postgres.password());
    }

    private ProcessPlan worker(String name, ServiceKind kind, int port, String module) {
        Map<String, String> environment = http(port);
        environment.put("KTRDR_WORKER_ID", name);
        environment.put("KTRDR_WORKER_URL", "http://127.0.0.1:" + port);
        environment.put("KTRDR_WORKER_HOME", home.worker(name).toString());
        environment.put("KTRDR_REGISTRY_URL", settings.registryUrl());
        environment.put("KTRDR_COORDINATOR_URLS", String.join(",", settings.coordinatorUrls()));
        stub(environment);
        List<String> command = install.service(module, settings.form(), Footprint.WORKER);
        return new ProcessPlan(name, kind, port, command, environment, home.log(name));
    }

    private static Map<String, String> http(int port) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return environment;
    }

    private void stub(Map<String, String> environment) {
        environment.put("KTRDR_STUB", String.valueOf(settings.stub()));
        putIfSet(environment, "KTRDR_STUB_DURATION", settings.stubDuration());
        putIfSet(environment, "KTRDR_STUB_FAILURE_RATE", settings.stubFailureRate());
    }

    private static void putIfSet(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
