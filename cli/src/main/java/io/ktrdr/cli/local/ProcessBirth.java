package io.ktrdr.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a process came to life, as a text that no other process with the same number has.
 *
 * <p>On Linux the boot and the kernel's own tick count: {@link ProcessHandle.Info#startInstant} is computed from the wall
 * clock and so moves when the clock is set; and a process that has ended but that nobody has waited for still counts as
 * alive there, which happens to every orphan where the first process of a container does not wait for its children.
 */
final class ProcessBirth {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** Places after the closing parenthesis of the program's name, see proc(5). */
    private static final int STATE = 0;

    private static final int START_TICKS = 19;

    private ProcessBirth() {}

    /** How long it has lived; nothing when that cannot be told. */
    static Duration age(long pid) {
        // on Linux, both move together when the clock is set
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Empty when there is no such living process. */
    static Optional<String> of(long pid) {
        if (!Files.exists(BOOT)) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(instant -> "instant " + instant);
        }
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", START_TICKS + 2);
            boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
            return ended
                    ? Optional.empty()
                    : Optional.of("boot " + Files.readString(BOOT).strip() + " tick " + fields[START_TICKS]);
        } catch (IOException e) {
            // no such process, or it ended between two reads
            return Optional.empty();
        }
    }
}
