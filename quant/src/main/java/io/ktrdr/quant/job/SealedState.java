package io.ktrdr.quant.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A job's state as it travels from one attempt to the next. The seal makes sure that it is whole and of the very same job:
 * the state of another one, taken up by mistake, would make a result that looks right.
 */
final class SealedState {
    private static final long MAGIC = 0x4b54_5244_5354_0001L;
    private static final int HASH_BYTES = 32;
    private static final int HEADER = Long.BYTES + 2 * HASH_BYTES;

    private SealedState() {}

    static byte[] seal(String specJson, byte[] state) {
        return ByteBuffer.allocate(HEADER + state.length)
                .putLong(MAGIC)
                .put(hash(specJson))
                .put(ContentHash.bytesOf(state))
                .put(state)
                .array();
    }

    /** @throws IllegalArgumentException saying why these bytes are no state of this job */
    static byte[] open(String specJson, byte[] sealed) {
        if (sealed.length < HEADER || ByteBuffer.wrap(sealed).getLong() != MAGIC) {
            throw new IllegalArgumentException("it is none");
        }
        byte[] state = Arrays.copyOfRange(sealed, HEADER, sealed.length);
        if (!Arrays.equals(part(sealed, 1), ContentHash.bytesOf(state))) {
            throw new IllegalArgumentException("it is damaged");
        }
        if (!Arrays.equals(part(sealed, 0), hash(specJson))) {
            throw new IllegalArgumentException("it is of another job");
        }
        return state;
    }

    private static byte[] part(byte[] sealed, int number) {
        int from = Long.BYTES + number * HASH_BYTES;
        return Arrays.copyOfRange(sealed, from, from + HASH_BYTES);
    }

    private static byte[] hash(String specJson) {
        return ContentHash.bytesOf(specJson.getBytes(StandardCharsets.UTF_8));
    }
}
