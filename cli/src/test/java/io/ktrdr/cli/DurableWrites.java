package io.ktrdr.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The yardstick beside everything that is measured here: how long this machine's disk takes to make 8 KiB durable. */
final class DurableWrites {
    private DurableWrites() {}

    static List<Double> millis(Path folder, int howMany) throws IOException {
        List<Double> millis = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(folder.resolve("yardstick"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < howMany; i++) {
                file.write(ByteBuffer.allocate(8192));
                long start = System.nanoTime();
                file.force(false);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return millis;
    }
}
