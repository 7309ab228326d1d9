package io.ktrdr.coordinator.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * The repository on disk. It is opened for each use: people push to it, and other coordinators write to it, so nothing is
 * remembered from one use to the next.
 */
final class BareRepository implements AutoCloseable {
    /** Who writes commits down, whoever made what is in them. */
    private static final String COMMITTER = "ktrdr";

    private static final String NO_MAIL = "@ktrdr.invalid";

    private final Repository git;

    private BareRepository(Repository git) {
        this.git = git;
    }

    static BareRepository open(Path folder) throws IOException {
        try {
            return new BareRepository(new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build());
        } catch (RepositoryNotFoundException e) {
            throw new IOException(folder + " is no git repository", e);
        }
    }

    Repository git() {
        return git;
    }

    @Override
    public void close() {
        git.close();
    }

    /** Null when there is no such branch. */
    @Nullable
    ObjectId tip(String ref) throws IOException {
        Ref found = git.exactRef(ref);
        return found == null ? null : found.getObjectId();
    }

    ObjectId main() throws IOException {
        ObjectId main = tip(Layout.MAIN);
        if (main == null) {
            throw new IOException(git.getDirectory() + " has no branch main");
        }
        return main;
    }

    ObjectId tree(AnyObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    Optional<String> text(AnyObjectId commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(git, path, tree(commit))) {
            return walk == null
                    ? Optional.empty()
                    : Optional.of(new String(
                            walk.getObjectReader().open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Whether everything of {@code commit} is in {@code other} already. */
    boolean isPartOf(AnyObjectId commit, AnyObjectId other) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(other));
        }
    }

    /** The newest commit that both have; null when they have none in common. */
    @Nullable
    ObjectId fork(AnyObjectId one, AnyObjectId other) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            RevCommit found = walk.next();
            return found == null ? null : found.copy();
        }
    }

    /** Commits that changed a file, newest first, back to {@code since} or the beginning. */
    List<ObjectId> changesOf(String path, AnyObjectId commit, @Nullable AnyObjectId since) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF));
            walk.markStart(walk.parseCommit(commit));
            if (since != null) {
                walk.markUninteresting(walk.parseCommit(since));
            }
            List<ObjectId> changes = new ArrayList<>();
            walk.forEach(change -> changes.add(change.copy()));
            return changes;
        }
    }

    /** Writes a tree that has other texts in some files. */
    ObjectId treeWith(@Nullable ObjectId base, Map<String, String> files) throws IOException {
        DirCache index = DirCache.newInCore();
        try (ObjectReader reader = git.newObjectReader();
                ObjectInserter inserter = git.newObjectInserter()) {
            DirCacheBuilder builder = index.builder();
            if (base != null) {
                builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, base);
            }
            builder.finish();
            DirCacheEditor editor = index.editor();
            for (Map.Entry<String, String> file : files.entrySet()) {
                ObjectId blob =
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
                editor.add(new DirCacheEditor.PathEdit(file.getKey()) {
                    @Override
                    public void apply(DirCacheEntry entry) {
                        entry.setFileMode(FileMode.REGULAR_FILE);
                        entry.setObjectId(blob);
                    }
                });
            }
            editor.finish();
            ObjectId tree = index.writeTree(inserter);
            inserter.flush();
            return tree;
        }
    }

    /** Writes a commit that no branch has yet. */
    ObjectId commit(AnyObjectId tree, List<ObjectId> parents, String author, String message, Instant now)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(new PersonIdent(author, mail(author), now, ZoneOffset.UTC));
        commit.setCommitter(new PersonIdent(COMMITTER, "coordinator" + NO_MAIL, now, ZoneOffset.UTC));
        commit.setMessage(message);
        try (ObjectInserter inserter = git.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private static String mail(String author) {
        return author.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-") + NO_MAIL;
    }

    /**
     * Moves a branch, if it still is where it was seen.
     *
     * @param seen null for a branch that there was not
     * @return false when somebody else has moved it, or is about to
     */
    boolean move(String ref, @Nullable ObjectId seen, ObjectId next) throws IOException {
        RefUpdate update = git.updateRef(ref);
        update.setExpectedOldObjectId(seen == null ? ObjectId.zeroId() : seen);
        update.setNewObjectId(next);
        return settled(ref, update.update());
    }

    /** @return as {@link #move} */
    boolean delete(String ref, ObjectId seen) throws IOException {
        RefUpdate update = git.updateRef(ref);
        update.setExpectedOldObjectId(seen);
        update.setForceUpdate(true);
        return settled(ref, update.delete());
    }

    private boolean settled(String ref, RefUpdate.Result result) throws IOException {
        return switch (result) {
            case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> true;
            case LOCK_FAILURE -> false;
            case NOT_ATTEMPTED,
                    REJECTED,
                    REJECTED_CURRENT_BRANCH,
                    REJECTED_MISSING_OBJECT,
                    REJECTED_OTHER_REASON,
                    IO_FAILURE,
                    RENAMED ->
                throw new IOException(ref + " of " + git.getDirectory() + " could not be written: " + result);
        };
    }
}
