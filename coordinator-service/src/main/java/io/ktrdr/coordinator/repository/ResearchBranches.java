package io.ktrdr.coordinator.repository;

import io.ktrdr.coordinator.MonotonicClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.jspecify.annotations.Nullable;

/**
 * The life of a research's branch: begun by its design, goes on with its results, ends on main. Each step may be repeated after
 * a crash at any point, here or in another process: it finds what it has done and does the rest. Blocks.
 */
public final class ResearchBranches {
    /** Others hold a branch for milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LONGEST_PAUSE_MILLIS = 100;

    /** The author of what nobody has designed. */
    static final String COORDINATOR = "ktrdr";

    private final Layout layout;
    private final Clock clock;
    private final MonotonicClock patience;
    private final ReentrantLock merging = new ReentrantLock(true);

    ResearchBranches(Layout layout, Clock clock, MonotonicClock patience) {
        this.layout = layout;
        this.clock = clock;
        this.patience = patience;
    }

    /** A step that moves a branch; says no when somebody else has moved it meanwhile, and is then done again. */
    private interface Step<T> {
        Optional<T> tried(BareRepository repository) throws IOException;
    }

    private <T> T done(Step<T> step) throws IOException, InterruptedException {
        long giveUp = patience.millis() + PATIENCE.toMillis();
        for (long pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try (BareRepository repository = BareRepository.open(layout.repository())) {
                Optional<T> done = step.tried(repository);
                if (done.isPresent()) {
                    return done.get();
                }
            }
            if (patience.millis() > giveUp) {
                throw new IOException("a branch of " + layout.repository() + " has been held by somebody else for "
                        + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(pause);
        }
    }

    /** The strategy file of this name on main. */
    public Optional<MainFile> onMain(String strategyName) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            ObjectId main = repository.main();
            String path = Layout.strategy(strategyName);
            return repository
                    .text(main, path)
                    .map(text -> new MainFile(path, text, main.abbreviate(8).name()));
        }
    }

    /** Whether main has another strategy under this name than the one of this canonical text. */
    public boolean isAnotherOnMain(String strategyName, String yaml) throws IOException {
        return onMain(strategyName)
                .filter(file -> !Spelling.isThis(file.text(), yaml))
                .isPresent();
    }

    /**
     * Changes a strategy on main, if it still is what somebody has read there, as a push of that somebody's would.
     *
     * @return false when it has been changed meanwhile, or is not there
     */
    public boolean replace(MainFile read, String text, String message) throws IOException, InterruptedException {
        return done(repository -> {
            ObjectId main = repository.main();
            if (!repository.text(main, read.path()).filter(read.text()::equals).isPresent()) {
                return Optional.of(false);
            }
            ObjectId tree = repository.treeWith(repository.tree(main), Map.of(read.path(), text));
            ObjectId change = repository.commit(tree, List.of(main), COORDINATOR, message, clock.instant());
            return repository.move(Layout.MAIN, main, change) ? Optional.of(true) : Optional.empty();
        });
    }

    /** Commits a design as the first thing on its research's branch. Another design of the same research takes its place. */
    public void design(Design design) throws IOException, InterruptedException {
        String ref = Layout.ref(design.researchId());
        done(repository -> {
            ObjectId main = repository.main();
            ObjectId tip = repository.tip(ref);
            ObjectId fork = tip == null ? main : forkOf(repository, ref, tip, main);
            String path = Layout.strategy(design.name());
            Map<String, String> files = isToBeWritten(repository, fork, path, design.yaml())
                    ? Map.of(path, design.yaml())
                    : repository
                            .text(fork, path)
                            .map(text -> Map.of(path, text))
                            .orElse(Map.of());
            return committed(
                    repository,
                    design.researchId(),
                    tip,
                    new Work(fork, tip == null ? fork : tip, files),
                    design.author(),
                    "Design " + design.name() + "\n\n" + design.subject() + "\n\nResearch: " + design.researchId()
                            + "\n");
        });
    }

    private ObjectId forkOf(BareRepository repository, String ref, ObjectId tip, ObjectId main) throws IOException {
        ObjectId fork = repository.fork(main, tip);
        if (fork == null) {
            throw new IOException(ref + " of " + layout.repository() + " has no commit in common with main");
        }
        return fork;
    }

    /**
     * Not when the file says the same in its own words; nor when it once said this and was changed since: a research that was
     * asked for before a change, or runs an old strategy again, does not take the change back.
     */
    private static boolean isToBeWritten(BareRepository repository, ObjectId fork, String path, String yaml)
            throws IOException {
        Optional<String> there = repository.text(fork, path);
        if (there.isEmpty()) {
            return true;
        }
        if (Spelling.isThis(there.get(), yaml)) {
            return false;
        }
        for (ObjectId change : repository.changesOf(path, fork, null)) {
            Optional<String> then = repository.text(change, path);
            if (then.isPresent() && Spelling.isThis(then.get(), yaml)) {
                return false;
            }
        }
        return true;
    }

    /** The results file of a research, from its branch or, when that was merged, from main. */
    public Optional<String> results(String researchId, String strategyName) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            ObjectId tip = repository.tip(Layout.ref(researchId));
            return repository.text(tip == null ? repository.main() : tip, Layout.results(strategyName, researchId));
        }
    }

    /**
     * Commits results on their research's branch. A research whose design was taken over from another one, or whose branch
     * somebody deleted, has none: it gets one, which adds the strategy where main has none of its name, and changes none.
     */
    public void assess(Outcome outcome) throws IOException, InterruptedException {
        String ref = Layout.ref(outcome.researchId());
        String strategy = Layout.strategy(outcome.strategyName());
        String results = Layout.results(outcome.strategyName(), outcome.researchId());
        done(repository -> {
            ObjectId main = repository.main();
            ObjectId tip = repository.tip(ref);
            if (tip == null
                    && repository
                            .text(main, results)
                            .filter(outcome.results()::equals)
                            .isPresent()) {
                return Optional.of(main);
            }
            ObjectId before = tip == null ? main : tip;
            Map<String, String> files = new LinkedHashMap<>();
            Optional<String> there = repository.text(before, strategy);
            if (there.isPresent() || tip == null) {
                files.put(strategy, there.orElse(outcome.strategyYaml()));
            }
            files.put(results, outcome.results());
            return committed(
                    repository,
                    outcome.researchId(),
                    tip,
                    new Work(before, before, files),
                    outcome.author(),
                    "Results of " + outcome.strategyName() + ": " + outcome.verdict() + "\n\nResearch: "
                            + outcome.researchId() + "\n");
        });
    }

    /**
     * What is to be committed.
     *
     * @param base   whose files it adds to
     * @param parent what it comes after
     */
    private record Work(ObjectId base, ObjectId parent, Map<String, String> files) {}

    /** Through the worktree: its files, its index, a commit, and last the branch, which makes it all count. */
    private Optional<ObjectId> committed(
            BareRepository repository,
            String researchId,
            @Nullable ObjectId tip,
            Work work,
            String author,
            String message)
            throws IOException {
        LinkedWorktree worktree = LinkedWorktree.add(layout, researchId);
        ObjectId tree = worktree.stage(repository.git(), repository.tree(work.base()), work.files());
        boolean changesNothing = tree.equals(repository.tree(work.parent()));
        ObjectId next = changesNothing
                ? work.parent()
                : repository.commit(tree, List.of(work.parent()), author, message, clock.instant());
        return next.equals(tip) || repository.move(Layout.ref(researchId), tip, next)
                ? Optional.of(next)
                : Optional.empty();
    }

    /**
     * Merges a research's branch into main, one research after the other. Files that only one side has changed are taken from
     * that side; nothing is merged line by line, as a strategy made of two is one that nobody has tried.
     */
    public MergeResult merge(String researchId, String message) throws IOException, InterruptedException {
        merging.lockInterruptibly();
        try {
            return done(repository -> tryMerge(repository, researchId, message));
        } finally {
            merging.unlock();
        }
    }

    private Optional<MergeResult> tryMerge(BareRepository repository, String researchId, String message)
            throws IOException {
        ObjectId main = repository.main();
        ObjectId tip = repository.tip(Layout.ref(researchId));
        if (tip == null || repository.isPartOf(tip, main)) {
            return Optional.of(new MergeResult.OnMain());
        }
        ThreeWayMerger merger = MergeStrategy.SIMPLE_TWO_WAY_IN_CORE.newMerger(repository.git(), true);
        boolean clean;
        try {
            clean = merger.merge(main, tip);
        } catch (NoMergeBaseException e) {
            clean = false;
        }
        if (!clean) {
            return Optional.of(new MergeResult.Conflict(
                    Differences.of(repository, main, tip).told(researchId, layout.repository())));
        }
        ObjectId merge =
                repository.commit(merger.getResultTreeId(), List.of(main, tip), COORDINATOR, message, clock.instant());
        return repository.move(Layout.MAIN, main, merge) ? Optional.of(new MergeResult.OnMain()) : Optional.empty();
    }

    /**
     * Nobody works on this research at the moment, or ever again: its worktree goes. Its branch goes when main has all of it,
     * and stays otherwise. While there is a worktree, git lets nobody push to its branch.
     */
    public void leave(String researchId) throws IOException, InterruptedException {
        String ref = Layout.ref(researchId);
        done(repository -> {
            ObjectId tip = repository.tip(ref);
            if (tip == null || !repository.isPartOf(tip, repository.main())) {
                return Optional.of(ref);
            }
            return repository.delete(ref, tip) ? Optional.of(ref) : Optional.empty();
        });
        LinkedWorktree.remove(layout, researchId);
    }

    /** Researches that have a worktree. */
    List<String> atWork() throws IOException {
        return LinkedWorktree.list(layout);
    }
}
