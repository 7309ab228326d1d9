package io.ktrdr.quant.learning;

import io.ktrdr.quant.features.Standardisation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Model files. Big-endian: int64 magic and format version; strategy and dataset hash (modified UTF-8 with length); int64
 * trained from and to; int32 number of features and their names; means; deviations; int32 number of layers and int32 units
 * each; parameters. Number arrays are an int32 length and float64 values.
 */
public final class ModelCodec {
    private static final long MAGIC = 0x4b54_5244_4d4c_0001L;
    private static final int MOST_FEATURES = 1024;
    private static final int MOST_LAYERS = 16;
    private static final int MOST_UNITS = 4096;

    private ModelCodec() {}

    public static byte[] encode(TrainedModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeUTF(model.strategySha256());
            out.writeUTF(model.datasetSha256());
            out.writeLong(model.trainedFrom());
            out.writeLong(model.trainedTo());
            out.writeInt(model.features().size());
            for (String feature : model.features()) {
                out.writeUTF(feature);
            }
            Doubles.write(out, model.standardisation().means());
            Doubles.write(out, model.standardisation().deviations());
            out.writeInt(model.layers().length);
            for (int units : model.layers()) {
                out.writeInt(units);
            }
            Doubles.write(out, model.parameters());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The model of {@link #encode}.
     *
     * @throws IllegalArgumentException for bytes that it did not write
     */
    public static TrainedModel decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("another format");
            }
            String strategy = in.readUTF();
            String dataset = in.readUTF();
            long from = in.readLong();
            long to = in.readLong();
            int count = within(in.readInt(), 1, MOST_FEATURES);
            List<String> features = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                features.add(in.readUTF());
            }
            Standardisation standardisation = new Standardisation(Doubles.read(in), Doubles.read(in));
            int[] layers = new int[within(in.readInt(), 2, MOST_LAYERS)];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = within(in.readInt(), 1, MOST_UNITS);
            }
            double[] parameters = Doubles.read(in);
            if (in.read() >= 0) {
                throw new IOException("something after the end");
            }
            return new TrainedModel(strategy, dataset, features, standardisation, layers, parameters, from, to);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a model file: " + e.getMessage(), e);
        }
    }

    private static int within(int value, int lowest, int highest) throws IOException {
        if (value < lowest || value > highest) {
            throw new IOException("a count of " + value);
        }
        return value;
    }
}
