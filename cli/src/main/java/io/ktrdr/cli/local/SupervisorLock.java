package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One supervisor a home. The operating system gives the lock back when the process dies, however it dies. */
final class SupervisorLock implements AutoCloseable {
    private final FileChannel channel;

    private SupervisorLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another process has it. */
    static Optional<SupervisorLock> tryAcquire(Home home) {
        try {
            FileChannel channel =
                    FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new SupervisorLock(channel));
                }
            } catch (OverlappingFileLockException e) {
                // held by this very process
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot lock " + home.lockFile() + ": " + Home.reason(e));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the end of the process gives it back
        }
    }
}
