package io.ktrdr.worker.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code mark}: the highest token this worker ever accepted. */
public final class MarkFile {
    private final Path file;
    private long written;

    public MarkFile(WorkerHome home) {
        file = home.root().resolve("mark");
    }

    /**
     * 0 when there is none yet.
     *
     * @throws IllegalStateException when the file is damaged: guessing could run a job twice
     */
    public long read() {
        try {
            written = Long.parseLong(Files.readString(file).strip());
            return written;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            throw new IllegalStateException(
                    file + " is damaged: it should hold the highest token this worker ever accepted", e);
        }
    }

    /** Does nothing when the disk has it already. */
    public void write(long token) throws IOException {
        if (token != written) {
            DurableFile.replace(file, (token + "\n").getBytes(StandardCharsets.US_ASCII));
            written = token;
        }
    }
}
