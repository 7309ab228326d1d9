package io.ktrdr.faults.healing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A file system of its own for each worker's home, so small that it can be filled. Needs to be allowed to mount. */
final class SmallDisks implements AutoCloseable {
    private static final String SIZE = "size=8m";
    private static final int LUMP = 64 << 10;

    private final ConcurrentLinkedQueue<Path> mounted = new ConcurrentLinkedQueue<>();

    SmallDisks() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "unmount"));
    }

    /** Before anything is in the folder. False where that is not possible. */
    boolean mount(Path folder) {
        try {
            Files.createDirectories(folder);
            boolean done = run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "ktrdr-test", folder.toString()));
            if (done) {
                mounted.add(folder);
            }
            return done;
        } catch (IOException e) {
            return false;
        }
    }

    /** To the last byte. */
    static Path fill(Path folder) {
        Path ballast = folder.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[LUMP]);
            }
        } catch (IOException e) {
            return ballast;
        }
    }

    static void free(Path ballast) {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        Path folder = mounted.poll();
        while (folder != null) {
            try {
                // lazily: a process that is being stopped may still be in there
                run(List.of("umount", "-l", folder.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = mounted.poll();
        }
    }
}
