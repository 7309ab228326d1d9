package io.ktrdr.quant.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.features.Labels;
import io.ktrdr.quant.features.Standardisation;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models are asked by ONNX Runtime and have to answer as we do. */
class OnnxExportTest {
    /** A million times closer than anybody needs: only the order of summation differs. */
    private static final double CLOSE = 1e-12;

    private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

    @ParameterizedTest(name = "{0} hidden layers")
    @ValueSource(ints = {0, 1, 2, 4})
    void random_networks_answer_as_they_do_here(int hidden) throws OrtException {
        SplitMix64 random = new SplitMix64(hidden);
        for (int sample = 0; sample < 50; sample++) {
            TrainedModel model = randomModel(hidden, random);
            double[][] rows = randomRows(model.standardisation(), 20, 2, random);
            agree(model, rows);
        }
    }

    @Test
    void inputs_far_beyond_the_cut_answer_as_they_do_here() throws OrtException {
        SplitMix64 random = new SplitMix64(9);
        for (int sample = 0; sample < 50; sample++) {
            TrainedModel model = randomModel(sample % 3, random);
            Standardisation scale = model.standardisation();
            double[][] rows = randomRows(scale, 20, 50, random);
            Arrays.fill(rows[0], 1e308);
            Arrays.fill(rows[1], -1e308);
            for (int column = 0; column < rows[2].length; column++) {
                rows[2][column] = scale.means()[column] + 10 * scale.deviations()[column];
                rows[3][column] = scale.means()[column] - 10.001 * scale.deviations()[column];
            }
            agree(model, rows);
        }
    }

    private static void agree(TrainedModel model, double[][] rows) throws OrtException {
        double[] expected = here(model, rows);
        double[] actual = inRuntime(OnnxExport.encode(model), rows);
        assertArrayEquals(expected, actual, CLOSE, () -> "layers " + Arrays.toString(model.layers()));
    }

    private static double[] here(TrainedModel model, double[][] rows) {
        Network network = new Network(model.layers(), model.parameters().clone());
        double[] answers = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double[] inputs = new double[rows[row].length];
            for (int column = 0; column < inputs.length; column++) {
                inputs[column] = model.standardisation().apply(rows[row][column], column);
            }
            answers[row] = Network.logistic(network.logit(inputs, 0));
        }
        return answers;
    }

    private static double[] inRuntime(byte[] file, double[][] rows) throws OrtException {
        try (OrtSession session = RUNTIME.createSession(file);
                OnnxTensor input = OnnxTensor.createTensor(RUNTIME, rows);
                OrtSession.Result result = session.run(Map.of("features", input))) {
            double[][] column =
                    (double[][]) result.get("probability").orElseThrow().getValue();
            assertEquals(rows.length, column.length);
            return Arrays.stream(column).flatMapToDouble(Arrays::stream).toArray();
        }
    }

    private static TrainedModel randomModel(int hidden, SplitMix64 random) {
        int inputs = 1 + random.nextInt(12);
        List<Integer> units = new ArrayList<>();
        for (int layer = 0; layer < hidden; layer++) {
            units.add(1 + random.nextInt(32));
        }
        int[] layers = Network.layers(inputs, units);
        double[] parameters = Network.initialParameters(layers, random);
        for (int i = 0; i < parameters.length; i++) {
            // biases too, which begin at zero
            parameters[i] = 2 * parameters[i] + 0.3 * random.nextGaussian();
        }
        double[] means = new double[inputs];
        double[] deviations = new double[inputs];
        List<String> features = new ArrayList<>();
        for (int column = 0; column < inputs; column++) {
            means[column] = 100 * random.nextGaussian();
            deviations[column] = StrictMath.exp(2 * random.nextGaussian());
            features.add("feature_" + column);
        }
        return new TrainedModel(
                "a".repeat(64),
                "b".repeat(64),
                features,
                new Standardisation(means, deviations),
                layers,
                parameters,
                0,
                86_400_000);
    }

    /** @param spread in deviations */
    private static double[][] randomRows(Standardisation scale, int count, double spread, SplitMix64 random) {
        double[][] rows = new double[count][scale.means().length];
        for (double[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                row[column] = scale.means()[column] + spread * scale.deviations()[column] * random.nextGaussian();
            }
        }
        return rows;
    }

    @Test
    void trained_model_answers_on_every_bar_as_it_does_in_a_backtest() throws OrtException {
        StrategySpec spec = StrategyYaml.read("""
                schema_version: 1
                name: trained
                indicators:
                  - {name: roc, params: {period: 1}, feature: last}
                  - {name: rsi, params: {period: 7}, timeframe: 4, feature: slow_rsi}
                  - {name: macd, feature: macd}
                label: {horizon: 1}
                model: {type: mlp, hidden_layers: [8, 4], epochs: 5}
                rules: {long_above: 0.5}
                """);
        Bars bars = SyntheticBars.autoregressive(1, 5000, Timeframe.parse("1h"), 0.01, 0.2);
        FeatureMatrix features = FeatureMatrix.of(spec, bars);
        TrainedModel model = train(spec, bars, features);
        double[][] rows = new double[features.rows() - features.firstComplete()][features.columns()];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < features.columns(); column++) {
                rows[row][column] = features.value(features.firstComplete() + row, column);
            }
        }
        double[] expected = model.probabilities(features);
        double[] actual = inRuntime(OnnxExport.encode(model), rows);
        assertArrayEquals(Arrays.copyOfRange(expected, features.firstComplete(), expected.length), actual, CLOSE);
        assertTrue(Arrays.stream(actual).max().orElseThrow()
                > Arrays.stream(actual).min().orElseThrow() + 0.1);
    }

    private static TrainedModel train(StrategySpec spec, Bars bars, FeatureMatrix features) {
        Windows windows = Windows.of(bars, 1);
        double[] labels = Labels.of(bars, 1);
        int first = features.firstComplete();
        Standardisation scale =
                Standardisation.fit(features, first, windows.train().end());
        Samples train =
                Samples.of(features, scale, labels, first, windows.train().end());
        Samples validation = Samples.of(
                features,
                scale,
                labels,
                windows.validation().firstIndex(),
                windows.validation().end());
        Trainer trainer = Trainer.start(spec.model(), train, validation, 3);
        while (!trainer.isOver()) {
            trainer.runEpoch(() -> false);
        }
        TrainingOutcome outcome = trainer.outcome();
        return new TrainedModel(
                "a".repeat(64),
                "b".repeat(64),
                features.names(),
                scale,
                outcome.layers(),
                outcome.parameters(),
                bars.openTime(0),
                bars.closeTime(windows.validation().lastIndex()));
    }

    @Test
    void file_says_what_goes_in_what_comes_out_and_where_it_is_from() throws OrtException {
        int[] layers = {2, 3, 1};
        TrainedModel model = new TrainedModel(
                "a".repeat(64),
                "b".repeat(64),
                List.of("rsi", "slow_macd"),
                new Standardisation(new double[] {50, 0.1}, new double[] {10, 2}),
                layers,
                Network.initialParameters(layers, new SplitMix64(1)),
                0,
                86_400_000);
        try (OrtSession session = RUNTIME.createSession(OnnxExport.encode(model))) {
            assertTensor("features", 2, session.getInputInfo());
            assertTensor("probability", 1, session.getOutputInfo());
            assertEquals(
                    Map.of(
                            "features", "rsi,slow_macd",
                            "strategy_sha256", "a".repeat(64),
                            "dataset_sha256", "b".repeat(64),
                            "trained_from", "1970-01-01T00:00:00Z",
                            "trained_to", "1970-01-02T00:00:00Z"),
                    session.getMetadata().getCustomMetadata());
            assertEquals("ktrdr", session.getMetadata().getProducerName());
        }
    }

    /** The only one, of doubles, with any number of rows. */
    private static void assertTensor(String name, long columns, Map<String, NodeInfo> nodes) {
        assertEquals(List.of(name), List.copyOf(nodes.keySet()));
        TensorInfo tensor = (TensorInfo) nodes.values().iterator().next().getInfo();
        assertEquals(OnnxJavaType.DOUBLE, tensor.type);
        assertArrayEquals(new long[] {-1, columns}, tensor.getShape());
    }

    @Test
    void same_model_gives_the_same_bytes_and_another_gives_others() throws Exception {
        byte[] file = OnnxExport.encode(randomModel(2, new SplitMix64(5)));
        assertArrayEquals(file, OnnxExport.encode(randomModel(2, new SplitMix64(5))));
        assertNotEquals(
                ModelProto.parseFrom(file), ModelProto.parseFrom(OnnxExport.encode(randomModel(2, new SplitMix64(6)))));
    }
}
