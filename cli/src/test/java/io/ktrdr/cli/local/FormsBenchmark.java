package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ktrdr.cli.PlantedBars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the forms of a program cost, side by side. They take turns, so that what else the machine does meets all alike.
 * Needs all of them: {@code ./mvnw package -Dnative}, {@code ./ktrdr prepare}, then {@code ./mvnw -Pbench verify}.
 */
class FormsBenchmark {
    private static final int ROUNDS = Integer.getInteger("forms.rounds", 10);
    private static final int COMMANDS = Integer.getInteger("forms.commands", 20);
    private static final int RESEARCHES = Integer.getInteger("forms.researches", 1_000);
    private static final int WORKERS_OF_EACH_TYPE = 2;
    private static final String STUB_DURATION = "10ms";
    private static final int TRAININGS = Integer.getInteger("forms.trainings", 5);
    private static final int BARS = 20_000;
    private static final String STRATEGY = """
            schema_version: 1
            name: benchmark
            indicators:
              - {name: rsi, params: {period: 14}}
              - {name: roc, params: {period: 1}}
              - {name: atr, params: {period: 14}}
              - {name: ema, params: {period: 50}}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [16, 8], epochs: 40, patience: 40}
            rules: {long_above: 0.52, short_below: 0.48}
            """;
    private static final long SETTLE_SECONDS = 5;

    /** The programs of a set, and what each is asked first. */
    private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

    private static final Map<String, String> MODULES = new LinkedHashMap<>();

    static {
        REQUESTS.put("registry", "/api/v1/workers");
        REQUESTS.put("coordinator", "/api/v1/agent/status");
        REQUESTS.put("training-1", "/api/v1/jobs/none");
        REQUESTS.put("backtest-1", "/api/v1/jobs/none");
        MODULES.put("registry", "worker-registry-service");
        MODULES.put("coordinator", "coordinator-service");
        MODULES.put("training-1", "training-worker");
        MODULES.put("backtest-1", "backtest-worker");
        MODULES.put("cli", "cli");
    }

    @TempDir
    Path folder;

    private final Path root = Path.of(System.getProperty(Install.PROPERTY));
    private final List<String> report = new ArrayList<>();

    @Test
    void forms_side_by_side() throws Exception {
        Install install = new Install(root);
        assumeTrue(install.missing(ProgramForm.NATIVE).isEmpty(), "no native executables: ./mvnw package -Dnative");
        assumeTrue(Preparation.lacking(install).isEmpty(), "no AOT caches: ./ktrdr prepare");
        starts();
        work();
        training();
        commands();
        sizes();
        Path file = Path.of("target", "bench", "forms.md");
        Files.createDirectories(file.getParent());
        Files.write(file, report);
    }

    private record Cell(String name, BenchedForm form) {}

    private void starts() throws Exception {
        Map<Cell, List<Double>> ready = new LinkedHashMap<>();
        Map<Cell, List<Double>> first = new LinkedHashMap<>();
        Map<Cell, List<Double>> idle = new LinkedHashMap<>();
        int port = port();
        for (int round = 0; round < ROUNDS; round++) {
            for (BenchedForm form : BenchedForm.values()) {
                try (BenchedSet set = new BenchedSet(folder.resolve("starts"), form, port, 1, STUB_DURATION)) {
                    set.startPostgres();
                    for (String name : REQUESTS.keySet()) {
                        add(ready, name, form, set.start(name));
                        add(first, name, form, set.request(name, REQUESTS.get(name)));
                    }
                    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                    for (String name : REQUESTS.keySet()) {
                        add(idle, name, form, set.residentMebibytes(name));
                    }
                }
            }
        }
        table("Start to ready, ms", REQUESTS.keySet(), ready);
        table("First request, ms", REQUESTS.keySet(), first);
        table("Resident memory at rest, MiB", REQUESTS.keySet(), idle);
    }

    private void work() throws Exception {
        Map<Cell, List<Double>> worked = new LinkedHashMap<>();
        Map<Cell, List<Double>> perSecond = new LinkedHashMap<>();
        for (BenchedForm form : BenchedForm.values()) {
            Path home = folder.resolve("work-" + form);
            try (BenchedSet set = new BenchedSet(home, form, port(), WORKERS_OF_EACH_TYPE, STUB_DURATION)) {
                set.startPostgres();
                for (String name : set.services()) {
                    set.start(name);
                }
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                long start = System.nanoTime();
                for (int i = 0; i < RESEARCHES; i++) {
                    while (!set.trigger("research " + i)) {
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                }
                while (set.active() > 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                add(perSecond, "researches", form, RESEARCHES / ((System.nanoTime() - start) / 1e9));
                assertEquals(RESEARCHES, set.researches());
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                for (String name : REQUESTS.keySet()) {
                    add(worked, name, form, set.residentMebibytes(name));
                }
            }
        }
        table("Resident memory after " + RESEARCHES + " stub researches, MiB", REQUESTS.keySet(), worked);
        table(
                "Stub researches a second (phases of %s, %d workers of each type)"
                        .formatted(STUB_DURATION, WORKERS_OF_EACH_TYPE),
                List.of("researches"),
                perSecond);
    }

    private void training() throws Exception {
        Map<Cell, List<Double>> seconds = new LinkedHashMap<>();
        for (BenchedForm form : BenchedForm.values()) {
            try (BenchedSet set = new BenchedSet(folder.resolve("training-" + form), form, port(), 1, null)) {
                set.startPostgres();
                for (String name : set.services()) {
                    set.start(name);
                }
                set.importBars(PlantedBars.csv(BARS));
                for (int i = 0; i < TRAININGS; i++) {
                    set.run(STRATEGY, i).forEach((step, taken) -> add(seconds, step, form, taken));
                }
            }
        }
        table(
                "Real work, s (%d bars, 40 epochs of a network with 16 and 8 hidden units)".formatted(BARS),
                List.of("training", "backtesting"),
                seconds);
    }

    private void commands() throws Exception {
        Map<Cell, List<Double>> taken = new LinkedHashMap<>();
        List<Double> yardstick = new ArrayList<>();
        try (BenchedSet set =
                new BenchedSet(folder.resolve("commands"), BenchedForm.NATIVE, port(), 1, STUB_DURATION)) {
            set.startPostgres();
            for (String name : REQUESTS.keySet()) {
                set.start(name);
            }
            String home = folder.resolve("commands").toString();
            for (int i = 0; i < COMMANDS; i++) {
                yardstick.add(millis(List.of("/bin/true")));
                for (BenchedForm form : BenchedForm.values()) {
                    add(taken, "--version", form, millis(cli(form, "--version")));
                    add(taken, "agent status", form, millis(cli(form, "agent", "status", "--home", home)));
                }
            }
        }
        table("Command, ms", List.of("--version", "agent status"), taken);
        report.add("Yardstick, a process that does nothing (`/bin/true`): " + figures(yardstick) + " ms");
        report.add("");
    }

    private List<String> cli(BenchedForm form, String... arguments) {
        return form.command(new Install(root).cli(form.program(), List.of(arguments)));
    }

    private double millis(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
        return (System.nanoTime() - start) / 1e6;
    }

    private void sizes() throws Exception {
        Map<Cell, List<Double>> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            for (BenchedForm form : BenchedForm.values()) {
                add(sizes, module.getKey(), form, form.size(root, module.getValue()) / 1e6);
            }
        }
        table("Size on disk, MB (the JVM's without the JDK)", MODULES.keySet(), sizes);
    }

    private static void add(Map<Cell, List<Double>> cells, String name, BenchedForm form, double value) {
        cells.computeIfAbsent(new Cell(name, form), cell -> new ArrayList<>()).add(value);
    }

    private void table(String title, Collection<String> names, Map<Cell, List<Double>> cells) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| " + title + " |");
        StringBuilder rule = new StringBuilder("|---|");
        for (BenchedForm form : BenchedForm.values()) {
            head.append(" ").append(form.title()).append(" |");
            rule.append("---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (String name : names) {
            StringBuilder row = new StringBuilder("| " + name + " |");
            for (BenchedForm form : BenchedForm.values()) {
                row.append(" ")
                        .append(figures(cells.getOrDefault(new Cell(name, form), List.of())))
                        .append(" |");
            }
            lines.add(row.toString());
        }
        lines.add("");
        lines.forEach(System.out::println);
        report.addAll(lines);
    }

    /** Minimum / median / maximum; of a single one itself. */
    private static String figures(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.size() == 1) {
            return number(sorted.getFirst());
        }
        return number(sorted.getFirst()) + " / " + number(sorted.get(sorted.size() / 2)) + " / "
                + number(sorted.getLast());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static int port() {
        return Ports.freeInARow(LocalSettings.FIRST_WORKER + 2 * WORKERS_OF_EACH_TYPE)
                .orElseThrow();
    }
}
