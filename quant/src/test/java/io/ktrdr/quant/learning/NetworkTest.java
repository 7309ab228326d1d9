package io.ktrdr.quant.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    static List<List<Integer>> architectures() {
        return List.of(List.of(), List.of(5), List.of(4, 3), List.of(3, 4, 2));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void gradients_agree_with_finite_differences(List<Integer> hidden) {
        SplitMix64 random = new SplitMix64(1);
        int width = 3;
        double l2 = 0.01;
        int[] layers = Network.layers(width, hidden);
        Network network = new Network(layers, Network.initialParameters(layers, random));
        double[] parameters = network.parameters();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += 0.3 * random.nextGaussian();
        }
        for (int sample = 0; sample < 5; sample++) {
            double[] input = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            double label = sample % 2;
            double[] gradient = new double[parameters.length];
            network.accumulate(input, 0, label, gradient);
            network.accumulatePenalty(l2, gradient);
            for (int i = 0; i < parameters.length; i++) {
                double kept = parameters[i];
                double step = 1e-6;
                parameters[i] = kept + step;
                double above = Network.loss(network.logit(input, 0), label) + l2 * squaredWeights(layers, parameters);
                parameters[i] = kept - step;
                double below = Network.loss(network.logit(input, 0), label) + l2 * squaredWeights(layers, parameters);
                parameters[i] = kept;
                assertEquals((above - below) / (2 * step), gradient[i], 1e-8, "parameter " + i);
            }
        }
    }

    private static double squaredWeights(int[] layers, double[] parameters) {
        double sum = 0;
        int at = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            for (int unit = 0; unit < layers[layer]; unit++) {
                for (int input = 0; input < layers[layer - 1]; input++, at++) {
                    sum += parameters[at] * parameters[at];
                }
                at++;
            }
        }
        return sum;
    }

    @Test
    void loss_and_probability_stay_finite_for_absurd_logits() {
        assertEquals(StrictMath.log(2), Network.loss(0, 1), 1e-15);
        assertEquals(1000, Network.loss(-1000, 1), 1e-9);
        assertEquals(0, Network.loss(1000, 1), 1e-9);
        assertEquals(0.5, Network.logistic(0));
        assertEquals(1, Network.logistic(1000));
        assertEquals(0, Network.logistic(-1000));
        assertTrue(Network.logistic(-30) > 0);
    }
}
