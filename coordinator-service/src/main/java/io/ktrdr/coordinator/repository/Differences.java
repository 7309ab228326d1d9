package io.ktrdr.coordinator.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Files that main and a branch have both changed since they parted, in different ways. */
final class Differences {
    private final List<Difference> files;

    /** @param onMain the newest commit that changed it, abbreviated */
    private record Difference(String path, String onMain, String onBranch) {}

    private Differences(List<Difference> files) {
        this.files = files;
    }

    static Differences of(BareRepository repository, ObjectId main, ObjectId tip) throws IOException {
        ObjectId fork = repository.fork(main, tip);
        List<Difference> files = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(repository.git())) {
            walk.setRecursive(true);
            if (fork == null) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(repository.tree(fork));
            }
            walk.addTree(repository.tree(main));
            walk.addTree(repository.tree(tip));
            while (walk.next()) {
                if (!walk.idEqual(0, 1) && !walk.idEqual(0, 2) && !walk.idEqual(1, 2)) {
                    String path = walk.getPathString();
                    files.add(new Difference(
                            path, newest(repository, path, main, fork), newest(repository, path, tip, fork)));
                }
            }
        }
        return new Differences(files);
    }

    private static String newest(BareRepository repository, String path, ObjectId commit, @Nullable ObjectId fork)
            throws IOException {
        List<ObjectId> changes = repository.changesOf(path, commit, fork);
        return (changes.isEmpty() ? commit : changes.getFirst()).abbreviate(8).name();
    }

    /** What is wrong, where both versions are, and what a person can do. */
    String told(String researchId, Path repository) {
        String branch = Layout.branch(researchId);
        String what = files.isEmpty()
                ? "main and branch " + branch + " have been merged into each other in several ways"
                : files.stream()
                        .map(file -> file.path() + " was changed on main (commit " + file.onMain()
                                + ") and in another way on branch " + branch + " (commit " + file.onBranch() + ")")
                        .collect(Collectors.joining("; "));
        return what + "; both versions are in " + repository + ". Clone it, change and push main or the branch so that"
                + " they agree, or merge the branch yourself; then: ktrdr agent resume " + researchId;
    }
}
