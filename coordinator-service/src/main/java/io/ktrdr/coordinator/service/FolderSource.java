package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder on this machine, or one that is mounted. */
record FolderSource(Path folder) implements DataSource {
    @Override
    public void probe() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        if (!Files.isReadable(folder)) {
            throw new IOException(folder + " may not be read");
        }
    }
}
