package io.ktrdr.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.RealWorker;
import io.ktrdr.testservices.SmallResearch;
import io.ktrdr.testservices.Undisturbed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real backtest in real processes. */
class BacktestProcessIT {
    /** So many that the test window has several checkpoints in it. */
    private static final Bars BARS = SyntheticBars.autoregressive(3, 80_000, Timeframe.parse("4h"), 0.01, 0.2);

    @TempDir
    Path folder;

    @Test
    void terminated_worker_hands_its_job_back_with_a_checkpoint_and_another_ends_with_the_same_result()
            throws Exception {
        byte[] dataset = BarsCodec.encode(BARS);
        TrainingSpec training = SmallResearch.training(BARS, 2);
        byte[] model = TrainingJob.run(training.toJson(), sha256 -> dataset, null, new Undisturbed())
                .artifacts()
                .values()
                .iterator()
                .next();
        String spec = SmallResearch.backtest(training, Sha256.of(model)).toJson();
        try (FakeServices services = new FakeServices();
                RealWorker first = RealWorker.start(services, "backtesting", "first", folder.resolve("first"));
                RealWorker second = RealWorker.start(services, "backtesting", "second", folder.resolve("second"))) {
            services.store(dataset);
            services.store(model);
            services.coordinatorGoesDown();
            first.order("op_a", 1, spec, null).statusCode(200);
            first.terminate();
            services.await(call -> call.isTo("/first/heartbeat")
                    && call.body().path("draining").asBoolean());
            services.coordinatorComesBack();
            assertEquals(0, first.awaitExit(), first.log());
            JsonNode checkpoint =
                    services.await(call -> call.isTo("/op_a/checkpoint")).body().path("checkpoint");
            assertEquals(4096, checkpoint.path("step").asLong());

            second.order("op_a2", 2, spec, checkpoint.path("artifact").asText()).statusCode(200);
            JsonNode resumed = services.resultOf("op_a2").path("result");
            second.order("op_straight", 3, spec, null).statusCode(200);
            assertEquals(services.resultOf("op_straight").path("result"), resumed);
        }
    }
}
