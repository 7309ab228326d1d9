package io.ktrdr.coordinator.repository;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Makes the repository where there is none. */
final class Beginning {
    private static final String README = """
            # Strategies

            Kept by ktrdr: what its researches try, and what comes of it.

            - `strategies/NAME.yaml`: a strategy. `ktrdr agent trigger --strategy NAME` runs what stands here on main.
            - `results/NAME/RESEARCH.json`: what a research found out about it.
            - Branch `research/RESEARCH`: a research that is under way, or did not come to an end.

            Change a strategy: edit its file on main, commit, push. The file is named as the strategy in it.
            """;

    private Beginning() {}

    /** @param strategies canonical texts by name */
    static void make(Layout layout, Map<String, String> strategies, Clock clock) throws IOException {
        Path building = Files.createTempDirectory(layout.folder(), ".strategies.git-");
        try {
            build(building, strategies, clock);
            Files.move(building, layout.repository());
        } catch (FileSystemException e) {
            // another coordinator was faster: one of them is enough
            if (!Files.isDirectory(layout.repository())) {
                throw e;
            }
        } finally {
            LinkedWorktree.delete(building);
        }
    }

    private static void build(Path folder, Map<String, String> strategies, Clock clock) throws IOException {
        try (Repository git =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
            git.create(true);
            StoredConfig config = git.getConfig();
            // nobody takes back what is on main, not even by force
            config.setBoolean("receive", null, "denyNonFastForwards", true);
            // packing is done when nobody waits for it, and is over when it says so
            config.setBoolean("gc", null, "autoDetach", false);
            config.save();
            git.updateRef(Constants.HEAD).link(Layout.MAIN);
        }
        Map<String, String> files = new HashMap<>();
        files.put(Layout.README, README);
        strategies.forEach((name, yaml) -> files.put(Layout.strategy(name), yaml));
        try (BareRepository repository = BareRepository.open(folder)) {
            ObjectId commit = repository.commit(
                    repository.treeWith(null, files),
                    List.of(),
                    ResearchBranches.COORDINATOR,
                    "Begin with what there is\n",
                    clock.instant());
            if (!repository.move(Layout.MAIN, null, commit)) {
                throw new IOException(folder + " is used by somebody else");
            }
        }
    }
}
