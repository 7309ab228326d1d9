package io.ktrdr.quant.learning;

import io.ktrdr.quant.random.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * A multilayer perceptron with tanh units and one logistic output. Without hidden layers it is a logistic regression.
 *
 * <p>All parameters lie in one array: layer by layer, for each unit its weights and then its bias. Sums run in that order and
 * functions are StrictMath's, so that every machine gets the same bits.
 */
final class Network {
    /** Units per layer, from the inputs to the one output. */
    private final int[] layers;

    private final double[] parameters;
    /** What the last {@link #logit} computed, by layer; the backward pass reads it. */
    private final double[][] activations;

    private final double[][] errors;

    Network(int[] layers, double[] parameters) {
        if (parameters.length != parameterCount(layers)) {
            throw new IllegalArgumentException("Wrong number of parameters for these layers");
        }
        this.layers = layers.clone();
        this.parameters = parameters;
        this.activations = new double[layers.length][];
        this.errors = new double[layers.length][];
        for (int layer = 0; layer < layers.length; layer++) {
            activations[layer] = new double[layers[layer]];
            errors[layer] = new double[layers[layer]];
        }
    }

    static int[] layers(int inputs, List<Integer> hidden) {
        int[] layers = new int[hidden.size() + 2];
        layers[0] = inputs;
        for (int i = 0; i < hidden.size(); i++) {
            layers[i + 1] = hidden.get(i);
        }
        layers[layers.length - 1] = 1;
        return layers;
    }

    static int parameterCount(int[] layers) {
        int count = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            count += layers[layer] * (layers[layer - 1] + 1);
        }
        return count;
    }

    /** Uniform weights after Glorot and Bengio (AISTATS 2010), biases zero. */
    static double[] initialParameters(int[] layers, SplitMix64 random) {
        double[] parameters = new double[parameterCount(layers)];
        int at = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            int fanIn = layers[layer - 1];
            double limit = StrictMath.sqrt(6.0 / (fanIn + layers[layer]));
            for (int unit = 0; unit < layers[layer]; unit++) {
                for (int input = 0; input < fanIn; input++) {
                    parameters[at++] = (2 * random.nextDouble() - 1) * limit;
                }
                at++;
            }
        }
        return parameters;
    }

    double[] parameters() {
        return parameters;
    }

    int[] layers() {
        return layers.clone();
    }

    /** The output before the logistic function. */
    double logit(double[] inputs, int offset) {
        System.arraycopy(inputs, offset, activations[0], 0, layers[0]);
        int at = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            double[] below = activations[layer - 1];
            double[] here = activations[layer];
            boolean isOutput = layer == layers.length - 1;
            for (int unit = 0; unit < here.length; unit++) {
                double sum = 0;
                for (double value : below) {
                    sum += parameters[at++] * value;
                }
                sum += parameters[at++];
                here[unit] = isOutput ? sum : StrictMath.tanh(sum);
            }
        }
        return activations[layers.length - 1][0];
    }

    static double logistic(double logit) {
        if (logit >= 0) {
            return 1 / (1 + StrictMath.exp(-logit));
        }
        double small = StrictMath.exp(logit);
        return small / (1 + small);
    }

    /** Cross-entropy in nats, finite for any finite logit. */
    static double loss(double logit, double label) {
        return StrictMath.max(logit, 0) - logit * label + StrictMath.log1p(StrictMath.exp(-StrictMath.abs(logit)));
    }

    /** Runs one sample and adds its loss's gradient to {@code gradient}. @return its loss */
    double accumulate(double[] inputs, int offset, double label, double[] gradient) {
        double logit = logit(inputs, offset);
        errors[layers.length - 1][0] = logistic(logit) - label;
        int end = parameters.length;
        for (int layer = layers.length - 1; layer > 0; layer--) {
            int start = end - layers[layer] * (layers[layer - 1] + 1);
            backward(layer, start, gradient);
            end = start;
        }
        return loss(logit, label);
    }

    private void backward(int layer, int start, double[] gradient) {
        double[] below = activations[layer - 1];
        double[] errorBelow = errors[layer - 1];
        Arrays.fill(errorBelow, 0);
        int at = start;
        for (double error : errors[layer]) {
            for (int input = 0; input < below.length; input++) {
                gradient[at] += error * below[input];
                errorBelow[input] += error * parameters[at];
                at++;
            }
            gradient[at++] += error;
        }
        if (layer > 1) {
            for (int input = 0; input < below.length; input++) {
                errorBelow[input] *= 1 - below[input] * below[input];
            }
        }
    }

    /** Adds the gradient of {@code l2} times the sum of squared weights; biases are free. */
    void accumulatePenalty(double l2, double[] gradient) {
        int at = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            for (int unit = 0; unit < layers[layer]; unit++) {
                for (int input = 0; input < layers[layer - 1]; input++) {
                    gradient[at] += 2 * l2 * parameters[at];
                    at++;
                }
                at++;
            }
        }
    }
}
