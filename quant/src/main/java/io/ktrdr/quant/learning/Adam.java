package io.ktrdr.quant.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The optimiser of Kingma and Ba, "Adam: a method for stochastic optimization" (ICLR 2015), with the paper's constants. */
final class Adam {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double[] first;
    private final double[] second;
    /** Beta to the power of the steps made, for the correction of the start at zero. */
    private double power1 = 1;

    private double power2 = 1;

    Adam(double learningRate, int parameters) {
        this.learningRate = learningRate;
        this.first = new double[parameters];
        this.second = new double[parameters];
    }

    void step(double[] parameters, double[] gradient) {
        power1 *= BETA_1;
        power2 *= BETA_2;
        for (int i = 0; i < parameters.length; i++) {
            first[i] = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
            second[i] = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
            double mean = first[i] / (1 - power1);
            double square = second[i] / (1 - power2);
            parameters[i] -= learningRate * mean / (StrictMath.sqrt(square) + EPSILON);
        }
    }

    void write(DataOutputStream out) throws IOException {
        Doubles.write(out, first);
        Doubles.write(out, second);
        out.writeDouble(power1);
        out.writeDouble(power2);
    }

    void read(DataInputStream in) throws IOException {
        Doubles.read(in, first);
        Doubles.read(in, second);
        power1 = in.readDouble();
        power2 = in.readDouble();
    }
}
