package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReturnBlocksTest {
    private static ReturnBlocks counted(int bars) {
        ReturnBlocks blocks = ReturnBlocks.of(
                IntStream.rangeClosed(1, bars).mapToDouble(i -> i * 0.001).toArray());
        assertNotNull(blocks);
        return blocks;
    }

    @Property(tries = 200)
    void every_return_is_in_one_block_and_blocks_are_equally_long(@ForAll @IntRange(min = 16, max = 5000) int bars) {
        ReturnBlocks blocks = counted(bars);
        assertEquals(
                0.001 * bars * (bars + 1) / 2, DoubleStream.of(blocks.sums()).sum(), 1e-6);
        int sum = 0;
        for (int block = 0; block < ReturnBlocks.COUNT; block++) {
            int length = ReturnBlocks.length(bars, block);
            assertEquals(bars / 16.0, length, 1);
            sum += length;
        }
        assertEquals(bars, sum);
    }

    @Test
    void sums_and_squares_by_hand() {
        ReturnBlocks blocks = counted(32);
        assertEquals(0.003, blocks.sums()[0], 1e-15);
        assertEquals(5e-6, blocks.squares()[0], 1e-15);
        assertEquals(0.063, blocks.sums()[15], 1e-15);
    }

    @Test
    void fewer_returns_than_blocks_have_none() {
        assertNull(ReturnBlocks.of(new double[15]));
        double[] absurd = new double[16];
        absurd[7] = 1e200;
        assertNull(ReturnBlocks.of(absurd));
        assertThrows(IllegalArgumentException.class, () -> new ReturnBlocks(100, new double[15], new double[16]));
        double[] negative = new double[16];
        Arrays.fill(negative, -1);
        assertThrows(IllegalArgumentException.class, () -> new ReturnBlocks(100, negative, negative));
    }

    @Test
    void json_and_bytes_hold_every_bit() throws Exception {
        ReturnBlocks blocks = counted(1001);
        ObjectMapper mapper = new ObjectMapper();
        assertSame(blocks, mapper.readValue(mapper.writeValueAsString(blocks), ReturnBlocks.class));
        List<ReturnBlocks> decoded = PlacebosCodec.decode(PlacebosCodec.encode(List.of(blocks, counted(16))));
        assertEquals(2, decoded.size());
        assertSame(blocks, decoded.getFirst());
        assertSame(counted(16), decoded.getLast());
    }

    private static void assertSame(ReturnBlocks expected, ReturnBlocks actual) {
        assertEquals(expected.bars(), actual.bars());
        assertArrayEquals(expected.sums(), actual.sums());
        assertArrayEquals(expected.squares(), actual.squares());
    }

    @Test
    void returns_survive_their_bytes() {
        double[] returns = {0.1, -0.0, Double.MIN_VALUE, -1};
        assertArrayEquals(returns, ReturnsCodec.decode(ReturnsCodec.encode(returns)));
        assertEquals(0, ReturnsCodec.decode(ReturnsCodec.encode(new double[0])).length);
    }

    @Test
    void bytes_that_are_none_are_refused() {
        byte[] returns = ReturnsCodec.encode(new double[] {0.1, 0.2});
        byte[] placebos = PlacebosCodec.encode(List.of(counted(20)));
        for (int cut : new int[] {0, 5, 14, returns.length - 1, returns.length + 1}) {
            assertThrows(
                    IllegalArgumentException.class, () -> ReturnsCodec.decode(Arrays.copyOf(returns, cut)), "" + cut);
        }
        for (int cut : new int[] {0, 5, 14, placebos.length - 1, placebos.length + 1}) {
            assertThrows(
                    IllegalArgumentException.class, () -> PlacebosCodec.decode(Arrays.copyOf(placebos, cut)), "" + cut);
        }
        assertThrows(IllegalArgumentException.class, () -> ReturnsCodec.decode(placebos));
        assertThrows(IllegalArgumentException.class, () -> PlacebosCodec.decode(returns));
    }
}
