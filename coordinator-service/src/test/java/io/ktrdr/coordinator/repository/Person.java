package io.ktrdr.coordinator.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** Somebody with a clone, as with any other repository. */
public final class Person implements AutoCloseable {
    private final Git git;

    private Person(Git git) {
        this.git = git;
    }

    /** @param home of the coordinator: what {@code ktrdr.strategies.folder} says */
    public static Person with(Path home) {
        try {
            Git git = Git.cloneRepository()
                    .setURI(home.resolve("strategies.git").toUri().toString())
                    .setDirectory(Files.createTempDirectory("clone").toFile())
                    .call();
            // it would pack in the background, and be in the way of the next command
            git.getRepository().getConfig().setInt("gc", null, "auto", 0);
            git.getRepository().getConfig().setInt("gc", null, "autopacklimit", 0);
            git.getRepository().getConfig().save();
            return new Person(git);
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param branch without {@code refs/heads/} */
    public Person on(String branch) {
        try {
            git.fetch().call();
            if (git.getRepository().exactRef("refs/heads/" + branch) == null) {
                git.branchCreate()
                        .setName(branch)
                        .setStartPoint("origin/" + branch)
                        .call();
            }
            git.checkout().setName(branch).call();
            git.reset()
                    .setMode(ResetCommand.ResetType.HARD)
                    .setRef("origin/" + branch)
                    .call();
            return this;
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    public Person writes(String path, String text) {
        try {
            Path file = git.getRepository().getWorkTree().toPath().resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            git.add().addFilepattern(path).call();
            git.commit()
                    .setMessage("By hand: " + path)
                    .setAuthor("Ada", "ada@example.org")
                    .setCommitter("Ada", "ada@example.org")
                    .setSign(false)
                    .call();
            return this;
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return false when it was refused */
    public boolean pushes() {
        return push(false);
    }

    public boolean pushesByForce() {
        return push(true);
    }

    private boolean push(boolean force) {
        try {
            String branch = git.getRepository().getFullBranch();
            for (PushResult result : git.push()
                    .setRefSpecs(new RefSpec(branch + ":" + branch))
                    .setForce(force)
                    .call()) {
                for (RemoteRefUpdate update : result.getRemoteUpdates()) {
                    if (update.getStatus() != RemoteRefUpdate.Status.OK
                            && update.getStatus() != RemoteRefUpdate.Status.UP_TO_DATE) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Back to before the last commit. */
    public Person forgetsTheLastCommit() {
        try {
            git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
            return this;
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    public String reads(String path) {
        try {
            return Files.readString(git.getRepository().getWorkTree().toPath().resolve(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Path folder = git.getRepository().getWorkTree().toPath();
        git.close();
        try {
            LinkedWorktree.delete(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
