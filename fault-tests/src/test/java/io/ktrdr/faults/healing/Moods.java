package io.ktrdr.faults.healing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The files by which stub workers are told to misbehave. */
record Moods(Path folder) {
    private Path of(String worker) {
        return folder.resolve(worker + ".mood");
    }

    /** Where a worker finds its own. */
    void tell(String process, Map<String, String> environment) {
        if (process.startsWith("training") || process.startsWith("backtest")) {
            environment.put("KTRDR_STUB_MOOD", of(process).toString());
        }
    }

    /** From its next step on. */
    void set(String worker, String mood) {
        try {
            Files.createDirectories(folder);
            Path next = Files.writeString(folder.resolve(worker + ".next"), mood);
            Files.move(next, of(worker), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void clear(String worker) {
        try {
            Files.deleteIfExists(of(worker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
