package io.ktrdr.coordinator.trial;

import io.ktrdr.coordinator.BenchTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/statistics.md}: ten times as many as {@link NoiseFarmTest}. Run by {@code ./mvnw -Pbench verify}. */
class NoiseFarmBenchmark {
    @Test
    void harvest() throws IOException {
        BenchTable table = new BenchTable(Farm.Harvest.HEADINGS);
        table.row(Farm.randomWalks(300, 10).row());
        table.row(Farm.autoregressive(200, 3).row());
        table.row(Farm.regimes(150, 4).row());
        table.write("noise-farm.md");
    }
}
