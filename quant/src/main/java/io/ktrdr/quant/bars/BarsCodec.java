package io.ktrdr.quant.bars;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bars as bytes in one canonical form: equal bars have equal bytes, and so the same SHA-256.
 *
 * <p>Big-endian throughout: the eight ASCII characters {@code KTRDBARS}; int32 format version 1; int64 timeframe in seconds;
 * int32 number of bars n; n int64 open times (epoch milliseconds); then n float64 each of open, high, low, close, volume.
 */
public final class BarsCodec {
    private static final byte[] MAGIC = "KTRDBARS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int BYTES_PER_BAR = 6 * Long.BYTES;
    private static final int MOST_BARS = (Integer.MAX_VALUE - HEADER_BYTES) / BYTES_PER_BAR;

    private BarsCodec() {}

    public static byte[] encode(Bars bars) {
        if (bars.size() > MOST_BARS) {
            throw new IllegalArgumentException("At most " + MOST_BARS + " bars fit, not " + bars.size());
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + bars.size() * BYTES_PER_BAR);
        buffer.put(MAGIC).putInt(VERSION).putLong(bars.timeframe().seconds()).putInt(bars.size());
        for (int i = 0; i < bars.size(); i++) {
            buffer.putLong(bars.openTime(i));
        }
        for (double[] column :
                new double[][] {bars.opens(), bars.highs(), bars.lows(), bars.closes(), bars.volumes()}) {
            buffer.asDoubleBuffer().put(column);
            buffer.position(buffer.position() + column.length * Double.BYTES);
        }
        return buffer.array();
    }

    /**
     * The bars of {@link #encode}.
     *
     * @throws IllegalArgumentException for bytes that it did not write
     */
    public static Bars decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            int version = buffer.getInt();
            if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
                throw new IllegalArgumentException("Not bars in format version " + VERSION);
            }
            Timeframe timeframe = new Timeframe(buffer.getLong());
            int size = buffer.getInt();
            if (size < 0 || size > MOST_BARS || buffer.remaining() != size * BYTES_PER_BAR) {
                throw new IllegalArgumentException("Bars cut short or with something after them");
            }
            long[] openTimes = new long[size];
            buffer.asLongBuffer().get(openTimes);
            buffer.position(buffer.position() + size * Long.BYTES);
            double[][] columns = new double[5][size];
            for (double[] column : columns) {
                buffer.asDoubleBuffer().get(column);
                buffer.position(buffer.position() + size * Double.BYTES);
            }
            return Bars.of(timeframe, openTimes, columns[0], columns[1], columns[2], columns[3], columns[4]);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Bars cut short", e);
        }
    }
}
