package io.ktrdr.cli.workers;

import io.ktrdr.cli.output.Bar;
import io.ktrdr.cli.output.Fields;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Sparkline;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.worker.HealthHistory;
import io.ktrdr.contracts.worker.HealthSample;
import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.RecoveryView;
import io.ktrdr.contracts.worker.WorkerBreakerView;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A worker's health for people: each part of its score, what was measured, and the last 24 hours as a curve. */
final class WorkerText {
    private static final int BAR = 20;
    /** Half an hour each. */
    private static final int COLUMNS = 48;

    private static final Duration COLUMN = Duration.ofHours(24).dividedBy(COLUMNS);
    private static final String UNKNOWN = "unknown";

    private WorkerText() {}

    static List<String> of(WorkerView worker, HealthHistory history, Instant now) {
        List<String> lines = new ArrayList<>(head(worker));
        lines.add("");
        lines.addAll(parts(worker.health()));
        WorkerMeasurements measured = worker.measurements();
        lines.add("");
        lines.addAll(measured == null ? List.of("It sends no measurements.") : measured(measured));
        lines.add("");
        lines.add("score of the last 24 h  |" + curve(history.items(), now) + "|");
        return lines;
    }

    private static List<String> head(WorkerView worker) {
        RecoveryView recovery = worker.recovery();
        return new Fields()
                .add("worker", worker.workerId())
                .add("type", worker.workerType().wireName())
                .add("state", worker.state().wireName() + (worker.drained() ? ", drained" : ""))
                .add("because", recovery == null ? null : because(recovery))
                .add("takes no job", worker.obstacle())
                .add("runs", worker.currentOperationId())
                .add("breaker", breaker(worker.breaker()))
                .add("address", worker.url())
                .add("version", worker.version())
                .add("heard", Figures.span(Duration.ofMillis(worker.silentMs())) + " ago")
                .lines();
    }

    /** For one line. */
    static String because(RecoveryView recovery) {
        String text = recovery.reason() + "; round " + Math.max(1, recovery.round()) + ", for "
                + Figures.span(Duration.ofMillis(recovery.forMs()));
        if (recovery.backoffLeftMs() != null) {
            return text + ", back in " + Figures.span(Duration.ofMillis(recovery.backoffLeftMs()));
        }
        return recovery.terminate() ? text + ", does not end by itself" : text;
    }

    private static String breaker(WorkerBreakerView breaker) {
        return switch (breaker.state()) {
            case CLOSED -> "closed" + (breaker.failuresInARow() == 0 ? "" : ", " + inARow(breaker));
            case OPEN ->
                "open, " + inARow(breaker)
                        + (breaker.retryInMs() == null
                                ? ""
                                : ", tried again in " + Figures.span(Duration.ofMillis(breaker.retryInMs())));
            case HALF_OPEN -> "half open, " + breaker.successes() + " successes so far";
        };
    }

    private static String inARow(WorkerBreakerView breaker) {
        return breaker.failuresInARow() + (breaker.failuresInARow() == 1 ? " failure" : " failures in a row");
    }

    private static List<String> parts(HealthView health) {
        Table table = new Table("HEALTH", "VALUE", "WEIGHT", "", "WHAT IT SAYS");
        row(table, "liveness", health.liveness(), HealthView.LIVENESS_WEIGHT, false, "heard in time");
        row(table, "activity", health.activity(), HealthView.ACTIVITY_WEIGHT, false, "its job gets further");
        row(
                table,
                "error rate",
                health.errorRate(),
                HealthView.ERRORS_WEIGHT,
                true,
                "of its last 20 attempts, 0 is best");
        row(
                table,
                "resources",
                health.resourceEfficiency(),
                HealthView.RESOURCES_WEIGHT,
                false,
                "room in memory, disk, open files, processor");
        row(table, "velocity", health.velocity(), HealthView.VELOCITY_WEIGHT, false, "of this job's usual speed");
        table.row(
                "score",
                figure(health.score()),
                "",
                health.score() == null ? "" : Bar.of(BAR, health.score(), 0),
                "weighted mean of what is known");
        return table.lines();
    }

    private static void row(
            Table table, String name, @Nullable Double value, double weight, boolean lessIsBetter, String says) {
        double drawn = value == null ? 0 : lessIsBetter ? 1 - value : value;
        table.row(name, figure(value), Figures.ratio(weight), value == null ? "" : Bar.of(BAR, drawn, 0), says);
    }

    static String figure(@Nullable Double value) {
        return value == null ? "-" : Figures.ratio(value);
    }

    private static List<String> measured(WorkerMeasurements measured) {
        return new Fields()
                .add("up for", time(measured.uptimeMs()))
                .add("idle for", time(measured.idleMs()))
                .add("last progress", measured.progressAgeMs() == null ? null : time(measured.progressAgeMs()) + " ago")
                .add("speed", speed(measured))
                .add("processor", processor(measured))
                .add("memory", bytes(measured.memoryBytes()) + " of " + bytes(measured.memoryLimitBytes()))
                .add("disk free", bytes(measured.diskFreeBytes()) + " of " + bytes(measured.diskTotalBytes()))
                .add("open files", number(measured.openFiles()) + " of " + number(measured.openFilesLimit()))
                .add("jobs", measured.jobsCompleted() + " completed, " + measured.jobsFailed() + " failed")
                .add("last error", measured.lastError())
                .lines();
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Figures.span(Duration.ofMillis(millis));
    }

    private static @Nullable String speed(WorkerMeasurements measured) {
        return measured.stepsPerSecond() == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "%.4g steps/s, usually %s",
                        measured.stepsPerSecond(),
                        measured.usualStepsPerSecond() == null
                                ? UNKNOWN
                                : String.format(Locale.ROOT, "%.4g", measured.usualStepsPerSecond()));
    }

    private static String processor(WorkerMeasurements measured) {
        String cores = measured.cpuCores() == null ? UNKNOWN : Figures.ratio(measured.cpuCores()) + " cores";
        return measured.cpuThrottled() == null
                ? cores
                : cores + ", held back " + Figures.percent(measured.cpuThrottled()) + " of the time";
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : Figures.bytes(bytes);
    }

    private static String number(@Nullable Long number) {
        return Objects.toString(number, UNKNOWN);
    }

    /** The mean of each half hour, blank where nothing is known; 1 is as high as it gets. */
    static String curve(List<HealthSample> samples, Instant now) {
        double[] sums = new double[COLUMNS];
        int[] counts = new int[COLUMNS];
        for (HealthSample sample : samples) {
            long column = COLUMNS - 1 - Duration.between(sample.at(), now).dividedBy(COLUMN);
            Double score = sample.health().score();
            if (score != null && column >= 0 && column < COLUMNS) {
                sums[(int) column] += score;
                counts[(int) column]++;
            }
        }
        double[] means = new double[COLUMNS];
        Arrays.setAll(means, column -> counts[column] == 0 ? Double.NaN : sums[column] / counts[column]);
        return Sparkline.between(0, 1, means);
    }
}
