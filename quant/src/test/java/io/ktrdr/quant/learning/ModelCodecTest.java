package io.ktrdr.quant.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.quant.features.Standardisation;
import io.ktrdr.quant.random.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCodecTest {
    private static TrainedModel model() {
        int[] layers = {2, 3, 1};
        return new TrainedModel(
                "a".repeat(64),
                "b".repeat(64),
                List.of("rsi", "slow_macd"),
                new Standardisation(new double[] {50, 0.1}, new double[] {10, 2}),
                layers,
                Network.initialParameters(layers, new SplitMix64(1)),
                1000,
                2000);
    }

    @Test
    void a_model_file_is_read_back_exactly() {
        byte[] bytes = ModelCodec.encode(model());
        TrainedModel back = ModelCodec.decode(bytes);
        assertArrayEquals(bytes, ModelCodec.encode(back));
        assertEquals(List.of("rsi", "slow_macd"), back.features());
        assertEquals(2000, back.trainedTo());
        assertArrayEquals(model().parameters(), back.parameters());
    }

    @Test
    void damaged_files_are_refused() {
        byte[] bytes = ModelCodec.encode(model());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> ModelCodec.decode(cut));
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(IllegalArgumentException.class, () -> ModelCodec.decode(longer));
    }
}
