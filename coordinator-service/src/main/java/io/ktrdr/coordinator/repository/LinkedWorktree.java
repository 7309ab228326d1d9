package io.ktrdr.coordinator.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;

/**
 * A worktree beside the repository, as {@code git worktree add} makes it (gitrepository-layout(5)): in it a file {@code .git}
 * that names its administrative folder {@code worktrees/ID} in the repository, and there {@code gitdir}, {@code commondir},
 * {@code HEAD} and the index. JGit reads such worktrees, and makes none.
 *
 * <p>Only the files of its research are in it; all others are in the index, marked as unchanged ({@code git ls-files -v} shows
 * them with a small letter). With all files of all researches in it, each research would be the slower the more there have
 * been.
 */
final class LinkedWorktree {
    private final Path folder;
    private final Path administration;

    private LinkedWorktree(Path folder, Path administration) {
        this.folder = folder;
        this.administration = administration;
    }

    private static LinkedWorktree of(Layout layout, String researchId) {
        return new LinkedWorktree(
                layout.worktrees().resolve(researchId),
                layout.repository().resolve("worktrees").resolve(researchId));
    }

    /** Anew, whatever an earlier attempt has left: what it had committed is on its branch. */
    static LinkedWorktree add(Layout layout, String researchId) throws IOException {
        LinkedWorktree worktree = of(layout, researchId);
        worktree.clear();
        Files.createDirectories(worktree.administration);
        Files.createDirectories(worktree.folder);
        write(worktree.administration.resolve("commondir"), "../..\n");
        write(worktree.administration.resolve("gitdir"), worktree.folder.resolve(".git") + "\n");
        write(worktree.administration.resolve("HEAD"), "ref: " + Layout.ref(researchId) + "\n");
        write(worktree.folder.resolve(".git"), "gitdir: " + worktree.administration + "\n");
        return worktree;
    }

    static void remove(Layout layout, String researchId) throws IOException {
        of(layout, researchId).clear();
    }

    /** Of which researches there are some. */
    static List<String> list(Layout layout) throws IOException {
        try (Stream<Path> folders = Files.list(layout.worktrees())) {
            return folders.map(found -> found.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /**
     * Puts files into the worktree and its index.
     *
     * @param base  the tree that they are added to
     * @param files text by path
     * @return the tree to commit
     */
    ObjectId stage(Repository git, AnyObjectId base, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            write(path, file.getValue());
        }
        DirCache index = DirCache.lock(administration.resolve("index").toFile(), FS.DETECTED);
        try (ObjectReader reader = git.newObjectReader();
                ObjectInserter inserter = git.newObjectInserter()) {
            DirCacheBuilder builder = index.builder();
            builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, base);
            builder.finish();
            for (int i = 0; i < index.getEntryCount(); i++) {
                index.getEntry(i).setAssumeValid(true);
            }
            DirCacheEditor editor = index.editor();
            for (String path : files.keySet()) {
                editor.add(new Staged(path, Files.readAllBytes(folder.resolve(path)), inserter));
            }
            editor.finish();
            ObjectId tree = index.writeTree(inserter);
            inserter.flush();
            index.write();
            if (!index.commit()) {
                throw new IOException("the index of " + folder + " could not be written");
            }
            return tree;
        } finally {
            index.unlock();
        }
    }

    private final class Staged extends DirCacheEditor.PathEdit {
        private final Path file;
        private final int length;
        private final ObjectId blob;

        Staged(String path, byte[] content, ObjectInserter inserter) throws IOException {
            super(path);
            file = folder.resolve(path);
            length = content.length;
            blob = inserter.insert(Constants.OBJ_BLOB, content);
        }

        @Override
        public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(blob);
            entry.setLength(length);
            entry.setLastModified(FS.DETECTED.lastModifiedInstant(file));
            entry.setAssumeValid(false);
        }
    }

    private void clear() throws IOException {
        delete(folder);
        delete(administration);
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void delete(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : found) {
            Files.deleteIfExists(path);
        }
    }
}
