package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Where datasets and strategy files can be fetched from. Blocks: made for virtual threads. */
public sealed interface DataSource permits FolderSource, HttpSource {
    /** @throws IOException saying why it does not answer */
    void probe() throws IOException, InterruptedException;

    /** @throws IllegalArgumentException when the text is neither a folder's path nor the URL of a server */
    static DataSource of(String source, Duration timeout) {
        return source.startsWith("http://") || source.startsWith("https://")
                ? new HttpSource(URI.create(source), timeout)
                : new FolderSource(Path.of(source));
    }
}
