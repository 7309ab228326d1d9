package io.ktrdr.quant.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Arrays in model files and checkpoints: an int32 length, then that many float64, big-endian. */
final class Doubles {
    private static final int LONGEST = 100_000_000;

    private Doubles() {}

    static void write(DataOutputStream out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    static double[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        // available() is exact for bytes in memory; a damaged length must not allocate gigabytes
        if (length < 0 || length > LONGEST || (long) length * Double.BYTES > in.available()) {
            throw new IOException("an array of " + length + " numbers does not fit");
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    /** Into an array of the same length. */
    static void read(DataInputStream in, double[] target) throws IOException {
        double[] values = read(in);
        if (values.length != target.length) {
            throw new IOException("expected " + target.length + " numbers, found " + values.length);
        }
        System.arraycopy(values, 0, target, 0, target.length);
    }
}
