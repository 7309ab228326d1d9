package io.ktrdr.coordinator.repository;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.operation.ActiveResearches;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.jboss.logging.Logger;

/**
 * Clears away what researches leave behind that failed, were cancelled, or whose coordinator was killed: once a minute, by
 * whoever ticks, with one statement when there is any worktree, and none otherwise.
 */
@Singleton
public final class Tidying {
    private static final Logger LOG = Logger.getLogger(Tidying.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    /** Git holds a lock for milliseconds, and a big clean-up of its own for minutes at most. */
    private static final Duration ORPHANED = Duration.ofMinutes(15);

    private final StrategyRepository repository;
    private final ActiveResearches researches;
    private final MonotonicClock pace;
    private final Clock clock;
    private final AtomicBoolean atIt = new AtomicBoolean();
    private volatile long next = Long.MIN_VALUE;

    Tidying(StrategyRepository repository, ActiveResearches researches, MonotonicClock pace, Clock clock) {
        this.repository = repository;
        this.researches = researches;
        this.pace = pace;
        this.clock = clock;
    }

    /** Tidies if it is time to; nobody waits for it. Called by whoever ticks. */
    public void look() {
        if (repository.layout().isEmpty() || pace.millis() < next || !atIt.compareAndSet(false, true)) {
            return;
        }
        next = pace.millis() + INTERVAL.toMillis();
        Thread.ofVirtual().name("tidying").start(() -> {
            try {
                tidy();
            } catch (IOException | RuntimeException e) {
                LOG.warnf("The strategy repository could not be tidied: %s", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                atIt.set(false);
            }
        });
    }

    /** Blocks. */
    void tidy() throws IOException, InterruptedException {
        Layout layout = repository.layout().orElseThrow();
        ResearchBranches branches = repository.branches().orElseThrow();
        List<String> withWorktree = branches.atWork();
        if (!withWorktree.isEmpty()) {
            Set<String> active = researches.amongst(withWorktree).await().atMost(DATABASE_TIMEOUT);
            for (String research : withWorktree) {
                if (!active.contains(research)) {
                    branches.leave(research);
                }
            }
        }
        for (Path lock : locks(layout.repository(), clock.instant().minus(ORPHANED))) {
            // of a process that was killed: it would hold up everybody for ever
            LOG.warnf("Nobody holds %s any more: it is deleted", lock);
            Files.deleteIfExists(lock);
        }
        try (BareRepository opened = BareRepository.open(layout.repository())) {
            // packs what has become many small files; does nothing before that
            opened.git().autoGC(NullProgressMonitor.INSTANCE);
        }
    }

    private static List<Path> locks(Path repository, Instant before) throws IOException {
        List<Path> orphaned = new ArrayList<>();
        try (Stream<Path> top = Files.list(repository);
                Stream<Path> refs = Files.walk(repository.resolve("refs"))) {
            for (Path lock : Stream.concat(top, refs)
                    .filter(file -> file.toString().endsWith(".lock"))
                    .toList()) {
                if (Files.getLastModifiedTime(lock).toInstant().isBefore(before)) {
                    orphaned.add(lock);
                }
            }
        } catch (NoSuchFileException e) {
            // let go while it was looked at
            return orphaned;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return orphaned;
    }
}
