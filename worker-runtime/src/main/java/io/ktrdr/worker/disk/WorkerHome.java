package io.ktrdr.worker.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of one worker process. It is locked: two processes sharing one mark would undo what the mark is for. The lock
 * goes with the process, however it ends.
 */
public final class WorkerHome implements AutoCloseable {
    /** A mark, a few lines of the journal and a small result need less. */
    private static final int TRIAL_BYTES = 64 << 10;

    private final Path root;
    private final FileChannel lockFile;

    private WorkerHome(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder where needed, and locks it.
     *
     * @throws IllegalStateException naming the folder when it cannot be used
     */
    public static WorkerHome open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new IllegalStateException(
                        "The worker's home " + root + " is in use by another process; set ktrdr.worker.home");
            }
            return new WorkerHome(root, channel);
        } catch (IOException e) {
            throw new IllegalStateException("The worker's home " + root + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path root() {
        return root;
    }

    /** Tries whether there is room for a little more. Permissions alone would tell neither that nor what root may do. */
    public void tryWriting() throws IOException {
        Path trial = root.resolve("trial" + DurableFile.TEMPORARY);
        try {
            Files.write(trial, new byte[TRIAL_BYTES]);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
