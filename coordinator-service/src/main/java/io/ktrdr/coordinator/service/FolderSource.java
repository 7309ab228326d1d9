package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    @Override
    public List<SourceEntry> entries(SourcePath path) throws IOException {
        Path root = root();
        Path opened = within(root, path);
        if (!Files.isDirectory(opened)) {
            throw unusable(path, "is not a folder");
        }
        List<SourceEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(opened)) {
            for (Path one : found) {
                SourcePath child = path.child(one.getFileName().toString());
                SourceEntry entry = child == null ? null : entry(root, child, one);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unusable(path, "cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw inWords(path, e);
        }
        return entries;
    }

    /** Null for what is neither file nor folder, or leads out. A link to a folder is passed over: it may lead in circles. */
    private static @Nullable SourceEntry entry(Path root, SourcePath path, Path found) {
        if (Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
            return new SourceEntry(path, true, null);
        }
        try {
            return Files.isRegularFile(found) && found.toRealPath().startsWith(root)
                    ? new SourceEntry(path, false, Files.size(found))
                    : null;
        } catch (IOException e) {
            // gone since, or not ours to see
            return null;
        }
    }

    @Override
    public SourceContent read(SourcePath path, int maxBytes) throws IOException {
        Path file = within(root(), path);
        // anything else, such as a pipe, could keep the reader for ever
        if (!Files.isRegularFile(file)) {
            throw unusable(path, "is not a file");
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes
                    ? new SourceContent(Arrays.copyOf(bytes, maxBytes), false)
                    : new SourceContent(bytes, true);
        } catch (IOException e) {
            throw inWords(path, e);
        }
    }

    /** @throws IOException when it is not there: then nothing in it is */
    private Path root() throws IOException {
        probe();
        return folder.toRealPath();
    }

    private Path within(Path root, SourcePath path) throws IOException {
        Path real;
        try {
            real = root.resolve(path.toString()).toRealPath();
        } catch (IOException e) {
            throw inWords(path, e);
        }
        if (!real.startsWith(root)) {
            throw new UnusableFileException(path, "leads out of the data source");
        }
        return real;
    }

    /** The exceptions of the file system say what happened by their class only. */
    private IOException inWords(SourcePath path, IOException e) throws IOException {
        return switch (e) {
            case UnusableFileException known -> known;
            case NoSuchFileException missing -> unusable(path, "is not there");
            case AccessDeniedException denied -> unusable(path, "may not be read");
            case FileSystemLoopException loop -> unusable(path, "leads in circles");
            default -> unusable(path, "cannot be read: " + e.getMessage());
        };
    }

    /** @throws IOException when it is the whole source that has gone */
    private UnusableFileException unusable(SourcePath path, String reason) throws IOException {
        probe();
        return new UnusableFileException(path, reason);
    }
}
