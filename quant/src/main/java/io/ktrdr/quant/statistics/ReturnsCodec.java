package io.ktrdr.quant.statistics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Returns per bar as bytes. Big-endian: the eight ASCII characters {@code KTRDRETS}; int32 format version 1; int32 number of
 * returns n; n float64.
 */
public final class ReturnsCodec {
    private static final byte[] MAGIC = "KTRDRETS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + 2 * Integer.BYTES;
    private static final int MOST_RETURNS = (Integer.MAX_VALUE - HEADER_BYTES) / Double.BYTES;

    private ReturnsCodec() {}

    public static byte[] encode(double[] returns) {
        if (returns.length > MOST_RETURNS) {
            throw new IllegalArgumentException("At most " + MOST_RETURNS + " returns fit, not " + returns.length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + returns.length * Double.BYTES);
        buffer.put(MAGIC).putInt(VERSION).putInt(returns.length);
        buffer.asDoubleBuffer().put(returns);
        return buffer.array();
    }

    /**
     * The returns of {@link #encode}.
     *
     * @throws IllegalArgumentException for bytes that it did not write
     */
    public static double[] decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            if (!Arrays.equals(magic, MAGIC) || buffer.getInt() != VERSION) {
                throw new IllegalArgumentException("Not returns in format version " + VERSION);
            }
            int size = buffer.getInt();
            if (size < 0 || size > MOST_RETURNS || buffer.remaining() != size * Double.BYTES) {
                throw new IllegalArgumentException("Returns cut short or with something after them");
            }
            double[] returns = new double[size];
            buffer.asDoubleBuffer().get(returns);
            return returns;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Returns cut short", e);
        }
    }
}
