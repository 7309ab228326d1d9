package io.ktrdr.quant.learning;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.ktrdr.quant.features.Standardisation;
import java.time.Instant;

/**
 * Models as ONNX files (Open Neural Network Exchange, onnx.ai), for whoever wants to ask them elsewhere.
 *
 * <p>The file holds all that lies between the features and the probability, so that nothing has to be computed before or after:
 * standardisation, cut at {@value Standardisation#LIMIT} deviations, then the layers. Everything is float64.
 *
 * <ul>
 *   <li>Input {@value #INPUT}, double [N, F]: a row for each bar, a column for each feature as the indicators give it, in the
 *       order of the metadata {@code features} (names with commas between). Values have to be finite.
 *   <li>Output {@value #OUTPUT}, double [N, 1]: the probability of a rise, 0..1.
 *   <li>Metadata: {@code features}; {@code strategy_sha256} and {@code dataset_sha256}; {@code trained_from} and {@code
 *       trained_to}, ISO-8601 UTC, the prices that it knows.
 * </ul>
 *
 * <p>Operators are those of set {@value #OPERATOR_SET} and the format is of version 7 (2020), which every runtime since
 * ONNX Runtime 1.6 reads. Runtimes sum in other orders than {@link TrainedModel#probabilities}: the last digits may differ.
 */
public final class OnnxExport {
    public static final String INPUT = "features";
    public static final String OUTPUT = "probability";

    private static final long FORMAT = 7;
    private static final long OPERATOR_SET = 13;

    private OnnxExport() {}

    /** The same model gives the same bytes. */
    public static byte[] encode(TrainedModel model) {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setProducerName("ktrdr")
                .setDomain("io.ktrdr")
                .setDocString("The probability of a rise, by the strategy " + model.strategySha256()
                        + " as it was trained on the dataset " + model.datasetSha256() + ".")
                .setGraph(graph(model))
                .addMetadataProps(entry("features", String.join(",", model.features())))
                .addMetadataProps(entry("strategy_sha256", model.strategySha256()))
                .addMetadataProps(entry("dataset_sha256", model.datasetSha256()))
                .addMetadataProps(entry(
                        "trained_from",
                        Instant.ofEpochMilli(model.trainedFrom()).toString()))
                .addMetadataProps(entry(
                        "trained_to", Instant.ofEpochMilli(model.trainedTo()).toString()))
                .build()
                .toByteArray();
    }

    private static GraphProto graph(TrainedModel model) {
        int[] layers = model.layers();
        GraphProto.Builder graph = GraphProto.newBuilder().setName("ktrdr_model");
        graph.addInput(matrix(INPUT, layers[0], "As the indicators give them: " + String.join(", ", model.features())));
        graph.addOutput(matrix(OUTPUT, 1, "That the price rises, 0..1"));
        standardise(graph, model.standardisation());
        String below = "standardised";
        int at = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            boolean isOutput = layer == layers.length - 1;
            String name = isOutput ? "output" : "hidden_" + layer;
            dense(graph, name, below, layers[layer - 1], layers[layer], model.parameters(), at);
            at += layers[layer] * (layers[layer - 1] + 1);
            below = isOutput ? OUTPUT : name;
            graph.addNode(node(isOutput ? "Sigmoid" : "Tanh", below, name + "_sum"));
        }
        return graph.build();
    }

    private static void standardise(GraphProto.Builder graph, Standardisation standardisation) {
        graph.addInitializer(tensor("means", standardisation.means(), standardisation.means().length));
        graph.addInitializer(tensor("deviations", standardisation.deviations(), standardisation.deviations().length));
        graph.addInitializer(tensor("lowest", new double[] {-Standardisation.LIMIT}));
        graph.addInitializer(tensor("highest", new double[] {Standardisation.LIMIT}));
        graph.addNode(node("Sub", "centred", INPUT, "means"));
        graph.addNode(node("Div", "scaled", "centred", "deviations"));
        graph.addNode(node("Clip", "standardised", "scaled", "lowest", "highest"));
    }

    /** The weighted sums of a layer; its parameters begin at {@code at}, for each unit its weights and then its bias. */
    private static void dense(
            GraphProto.Builder graph, String name, String below, int inputs, int units, double[] parameters, int at) {
        double[] weights = new double[units * inputs];
        double[] biases = new double[units];
        for (int unit = 0; unit < units; unit++) {
            int from = at + unit * (inputs + 1);
            System.arraycopy(parameters, from, weights, unit * inputs, inputs);
            biases[unit] = parameters[from + inputs];
        }
        graph.addInitializer(tensor(name + "_weights", weights, units, inputs));
        graph.addInitializer(tensor(name + "_biases", biases, units));
        graph.addNode(node("Gemm", name + "_sum", below, name + "_weights", name + "_biases").toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("transB")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1)));
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setName(output).setOpType(operator);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node.addOutput(output).build();
    }

    /** @param shape none for a single number */
    private static TensorProto tensor(String name, double[] values, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.DOUBLE.getNumber());
        for (long length : shape) {
            tensor.addDims(length);
        }
        for (double value : values) {
            tensor.addDoubleData(value);
        }
        return tensor.build();
    }

    /** Any number of rows. */
    private static ValueInfoProto matrix(String name, int columns, String description) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(columns))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(description)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.DOUBLE.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
