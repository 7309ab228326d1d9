package io.ktrdr.coordinator.service;

import java.io.IOException;

/** A file, or a folder, of a data source that answers is not there or not to be had. The message names it and says why. */
public final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableFileException(SourcePath path, String reason) {
        super((path.names().isEmpty() ? "the root of the data source" : path) + " " + reason);
    }
}
