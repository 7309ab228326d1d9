package io.ktrdr.coordinator.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.quant.strategy.StrategyYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** A repository in a folder, and one process or several that use it. */
final class Scene {
    final Path folder;
    final Layout layout;
    final ResearchBranches branches;

    Scene(Path folder, Map<String, String> strategies) throws IOException {
        this.folder = folder;
        this.layout = new Layout(folder);
        OwnSettings.lookAt(Path.of("target"));
        Beginning.make(layout, strategies, Clock.systemUTC());
        this.branches = another();
    }

    /** As another process would: no lock in common. */
    ResearchBranches another() {
        return new ResearchBranches(layout, Clock.systemUTC(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    static String yaml(String name, int period) {
        return """
                schema_version: 1
                name: %s
                indicators:
                  - {name: roc, params: {period: %d}, feature: last}
                label: {horizon: 1}
                model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
                rules: {long_above: 0.52, short_below: 0.48}
                """.formatted(name, period);
    }

    static String canonical(String name, int period) {
        return StrategyYaml.write(StrategyYaml.read(yaml(name, period)));
    }

    static Design design(String research, String name, int period) {
        return new Design(research, name, canonical(name, period), "template", "Brief: try something");
    }

    static Outcome outcome(String research, String name, int period) {
        return new Outcome(
                research,
                name,
                canonical(name, period),
                "{\"research_id\": \"" + research + "\"}\n",
                "template",
                "neutral");
    }

    /** From the results to main. */
    MergeResult concludes(String research, String name, int period) throws IOException, InterruptedException {
        branches.assess(outcome(research, name, period));
        MergeResult result = branches.merge(research, "Merge " + research + "\n");
        branches.leave(research);
        return result;
    }

    String onMain(String path) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            return repository.text(repository.main(), path).orElse("");
        }
    }

    String on(String branch, String path) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            ObjectId tip = repository.tip("refs/heads/" + branch);
            return tip == null ? "" : repository.text(tip, path).orElse("");
        }
    }

    boolean has(String branch) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            return repository.tip("refs/heads/" + branch) != null;
        }
    }

    ObjectId main() throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository())) {
            return repository.main();
        }
    }

    /** Full messages of the commits of a branch, newest first. */
    List<String> log(String branch) throws IOException {
        try (BareRepository repository = BareRepository.open(layout.repository());
                RevWalk walk = new RevWalk(repository.git())) {
            walk.markStart(walk.parseCommit(repository.git().resolve("refs/heads/" + branch)));
            List<String> messages = new ArrayList<>();
            walk.forEach(commit -> messages.add(commit.getAuthorIdent().getName() + ": " + commit.getFullMessage()));
            return messages;
        }
    }

    /** What the git of this machine says. */
    static String git(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    static boolean gitIsInstalled() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean hasWorktree(String research) {
        return Files.exists(layout.worktrees().resolve(research).resolve(".git"));
    }
}
