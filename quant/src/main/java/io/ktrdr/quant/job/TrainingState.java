package io.ktrdr.quant.job;

import io.ktrdr.quant.learning.Trainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a training job has done so far. Big-endian: int64 magic and format version; the checkpoint of the model's training;
 * int32 number of trainings of the walk-forward that are over, and for each int32 window, int64 seed, float64 accuracy, float64
 * accuracy of the majority, int32 samples, int32 epochs; the checkpoint of the one under way. A checkpoint is an int32 length
 * and so many bytes.
 *
 * @param model       as {@link Trainer#checkpoint} made it
 * @param ended       trainings of the walk-forward that are over
 * @param walkForward checkpoint of its training under way; empty: none is
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
record TrainingState(byte[] model, List<WalkForward.Ended> ended, byte[] walkForward) {
    private static final long MAGIC = 0x4b54_5244_544a_0001L;

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            write(out, model);
            out.writeInt(ended.size());
            for (WalkForward.Ended training : ended) {
                WalkForwardResult.Run run = training.run();
                out.writeInt(run.fold());
                out.writeLong(run.seed());
                out.writeDouble(run.accuracy());
                out.writeDouble(run.majorityAccuracy());
                out.writeInt(run.samples());
                out.writeInt(training.epochs());
            }
            write(out, walkForward);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} did not write */
    static TrainingState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("another format");
            }
            byte[] model = read(in);
            int count = in.readInt();
            List<WalkForward.Ended> ended = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                WalkForwardResult.Run run = new WalkForwardResult.Run(
                        in.readInt(), in.readLong(), in.readDouble(), in.readDouble(), in.readInt());
                ended.add(new WalkForward.Ended(run, in.readInt()));
            }
            byte[] walkForward = read(in);
            if (in.read() >= 0) {
                throw new IOException("something after the end");
            }
            return new TrainingState(model, ended, walkForward);
        } catch (IOException e) {
            throw new IllegalArgumentException("it has another format", e);
        }
    }

    private static void write(DataOutputStream out, byte[] checkpoint) throws IOException {
        out.writeInt(checkpoint.length);
        out.write(checkpoint);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a checkpoint of " + length + " bytes does not fit");
        }
        return in.readNBytes(length);
    }
}
