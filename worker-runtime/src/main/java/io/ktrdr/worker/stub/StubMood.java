package io.ktrdr.worker.stub;

import io.ktrdr.contracts.WireName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How stub jobs misbehave, to try what is around them. */
public enum StubMood {
    WELL,
    /** They fail, by this worker's fault. */
    FAIL,
    /** They get no further, but stop when they are told to. */
    HANG,
    /** Each step takes ten times as long. */
    CRAWL,
    /** They take all memory that there is. */
    EXHAUST;

    private static final int LUMP = 4 << 20;

    /** What a file says, in one word; well when it is not there. Read before each step, so that it can change at any time. */
    static StubMood in(Path file) {
        try {
            return Files.exists(file)
                    ? WireName.parse(StubMood.class, Files.readString(file).strip(), WELL)
                    : WELL;
        } catch (IOException e) {
            return WELL;
        }
    }

    /** Ends with an {@link OutOfMemoryError}. */
    static void exhaustMemory() {
        List<byte[]> hoard = new ArrayList<>();
        while (true) {
            hoard.add(new byte[LUMP]);
        }
    }
}
