package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where datasets and strategy files can be fetched from. Blocks: made for virtual threads. Messages of exceptions are for
 * people.
 */
public sealed interface DataSource permits FolderSource, HttpSource {
    /** @throws IOException saying why it does not answer */
    void probe() throws IOException, InterruptedException;

    /**
     * What is directly in a folder, without hidden files and without what leads out of the source.
     *
     * @throws UnusableFileException when there is no such folder
     * @throws IOException           saying why it does not answer
     */
    List<SourceEntry> entries(SourcePath folder) throws IOException, InterruptedException;

    /**
     * The first bytes of a file.
     *
     * @throws UnusableFileException when there is no such file
     * @throws IOException           saying why it does not answer
     */
    SourceContent read(SourcePath file, int maxBytes) throws IOException, InterruptedException;

    /**
     * The files of a folder and of those in it.
     *
     * @throws UnusableFileException when there is no such folder
     * @throws IOException           saying why it does not answer
     */
    default Listing list(SourcePath folder) throws IOException, InterruptedException {
        return Listing.of(folder, this::entries);
    }

    /**
     * @param timeout for each answer of a server
     * @throws IllegalArgumentException when the text is neither a folder's path nor the URL of a server. The text is not in its
     *     message: it may hold a password.
     */
    static DataSource of(String source, Duration timeout) {
        return source.contains("://") ? HttpSource.of(source, timeout) : new FolderSource(Path.of(source));
    }
}
