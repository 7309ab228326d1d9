package io.ktrdr.coordinator.telemetry;

import java.time.Duration;
import java.util.stream.LongStream;

/** Upper bounds of histograms. What is in them is compared over years, so they are changed with care. */
final class Buckets {
    private Buckets() {}

    /** How long operations wait and take: from a stub's moments to days. */
    static final Duration[] OPERATION = of(
            100,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            30_000,
            60_000,
            120_000,
            300_000,
            600_000,
            1_800_000,
            3_600_000,
            14_400_000,
            43_200_000,
            86_400_000);

    /** From one step to the next: milliseconds when a worker is free, as long as it takes when none is. */
    static final Duration[] HANDOFF =
            of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000);

    static final Duration[] TICK = of(2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    /** As OpenTelemetry's semantic conventions for generative AI want them, which are made for seconds and tokens. */
    static final Duration[] MODEL_CALL =
            of(10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240, 20_480, 40_960, 81_920, 163_840);

    static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    private static Duration[] of(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
