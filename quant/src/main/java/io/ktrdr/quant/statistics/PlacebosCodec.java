package io.ktrdr.quant.statistics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of some trials as bytes. Big-endian: the eight ASCII characters {@code KTRDPLCB}; int32 format version 1; int32
 * number of trials; and of each int32 number of returns, then {@value ReturnBlocks#COUNT} float64 sums and as many sums of
 * squares.
 */
public final class PlacebosCodec {
    private static final byte[] MAGIC = "KTRDPLCB".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + 2 * Integer.BYTES;
    private static final int TRIAL_BYTES = Integer.BYTES + 2 * ReturnBlocks.COUNT * Double.BYTES;
    private static final int MOST_TRIALS = (Integer.MAX_VALUE - HEADER_BYTES) / TRIAL_BYTES;

    private PlacebosCodec() {}

    public static byte[] encode(List<ReturnBlocks> trials) {
        if (trials.size() > MOST_TRIALS) {
            throw new IllegalArgumentException("At most " + MOST_TRIALS + " trials fit, not " + trials.size());
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + trials.size() * TRIAL_BYTES);
        buffer.put(MAGIC).putInt(VERSION).putInt(trials.size());
        for (ReturnBlocks trial : trials) {
            buffer.putInt(trial.bars());
            for (double[] column : new double[][] {trial.sums(), trial.squares()}) {
                for (double value : column) {
                    buffer.putDouble(value);
                }
            }
        }
        return buffer.array();
    }

    /**
     * The trials of {@link #encode}.
     *
     * @throws IllegalArgumentException for bytes that it did not write
     */
    public static List<ReturnBlocks> decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            if (!Arrays.equals(magic, MAGIC) || buffer.getInt() != VERSION) {
                throw new IllegalArgumentException("Not placebos in format version " + VERSION);
            }
            int size = buffer.getInt();
            if (size < 0 || size > MOST_TRIALS || buffer.remaining() != size * TRIAL_BYTES) {
                throw new IllegalArgumentException("Placebos cut short or with something after them");
            }
            List<ReturnBlocks> trials = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                trials.add(new ReturnBlocks(buffer.getInt(), column(buffer), column(buffer)));
            }
            return List.copyOf(trials);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Placebos cut short", e);
        }
    }

    private static double[] column(ByteBuffer buffer) {
        double[] column = new double[ReturnBlocks.COUNT];
        for (int i = 0; i < column.length; i++) {
            column[i] = buffer.getDouble();
        }
        return column;
    }
}
