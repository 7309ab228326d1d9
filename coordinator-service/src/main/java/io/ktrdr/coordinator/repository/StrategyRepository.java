package io.ktrdr.coordinator.repository;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.stub.StubConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The strategy repository of this process, where one is configured and strategies are real. */
@Singleton
public final class StrategyRepository {
    private static final Logger LOG = Logger.getLogger(StrategyRepository.class);

    private final Optional<Layout> layout;
    private final Optional<ResearchBranches> branches;
    private final Clock clock;

    StrategyRepository(RepositoryConfig config, StubConfig stub, Clock clock, MonotonicClock patience) {
        this.clock = clock;
        // strategies of stubs are none
        this.layout = config.folder()
                .filter(folder -> !stub.enabled())
                .map(folder -> new Layout(folder.toAbsolutePath().normalize()));
        this.branches = layout.map(where -> new ResearchBranches(where, clock, patience));
    }

    /** Empty when there is no repository: strategies and results are in the database alone then. */
    public Optional<ResearchBranches> branches() {
        return branches;
    }

    Optional<Layout> layout() {
        return layout;
    }

    /** What main begins with: the newest strategy of each name, canonical text by name. Asked for once at most. */
    public interface Stock {
        Map<String, String> strategies() throws InterruptedException;
    }

    /**
     * Makes the repository where there is none yet; one that is there is left as it is. Blocks.
     *
     * @throws UnusableFolderException when it cannot be used
     */
    public void begin(Stock stock) throws InterruptedException {
        if (layout.isEmpty()) {
            LOG.debug("There is no strategy repository: ktrdr.strategies.folder is not set, or this is a stub");
            return;
        }
        Layout where = layout.get();
        try {
            Files.createDirectories(where.worktrees());
            Files.delete(Files.createTempFile(where.folder(), ".writable", null));
            OwnSettings.lookAt(where.folder());
            if (Files.exists(where.repository())) {
                requireMain(where);
            } else {
                Beginning.make(where, stock.strategies(), clock);
                LOG.infof("The strategy repository is new: %s", where.repository());
            }
        } catch (IOException e) {
            throw new UnusableFolderException(where.folder(), e);
        }
    }

    private static void requireMain(Layout where) throws IOException {
        try (BareRepository repository = BareRepository.open(where.repository())) {
            repository.main();
        }
    }

    /** The start ends here: strategies that were tried must not get lost for want of a folder. */
    public static final class UnusableFolderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableFolderException(Path folder, IOException cause) {
            super(
                    "ktrdr.strategies.folder, " + folder + ", cannot be used: " + reason(cause)
                            + ". Make it a folder that this process may write to, or leave the property out to work without a"
                            + " strategy repository",
                    cause);
        }
    }

    /** In words: the exceptions of the file system say what happened by their class only. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case FileAlreadyExistsException existing -> existing.getFile() + " is no folder";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
