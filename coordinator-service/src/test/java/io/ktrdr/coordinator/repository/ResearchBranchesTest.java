package io.ktrdr.coordinator.repository;

import static io.ktrdr.coordinator.repository.Scene.canonical;
import static io.ktrdr.coordinator.repository.Scene.design;
import static io.ktrdr.coordinator.repository.Scene.outcome;
import static io.ktrdr.coordinator.repository.Scene.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class ResearchBranchesTest {
    private static final MergeResult ON_MAIN = new MergeResult.OnMain();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @SuppressWarnings("NullAway.Init")
    private ResearchBranches branches;

    @BeforeEach
    void begin() throws IOException {
        scene = new Scene(folder, Map.of("known", canonical("known", 1)));
        branches = scene.branches;
    }

    @Test
    void a_new_repository_has_what_the_library_has_and_says_what_it_is() throws IOException {
        assertEquals(canonical("known", 1), scene.onMain("strategies/known.yaml"));
        assertTrue(scene.onMain("README.md").contains("strategies/NAME.yaml"));
        Beginning.make(scene.layout, Map.of(), Clock.systemUTC());
        assertEquals(canonical("known", 1), scene.onMain("strategies/known.yaml"), "left as it is");
        try (var found = Files.list(folder)) {
            assertEquals(
                    List.of("strategies.git"),
                    found.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void a_research_goes_from_its_design_to_main() throws Exception {
        branches.design(design("op_a", "fresh", 3));
        assertEquals(canonical("fresh", 3), scene.on("research/op_a", "strategies/fresh.yaml"));
        assertEquals("", scene.onMain("strategies/fresh.yaml"), "not before it is assessed");
        assertEquals(canonical("fresh", 3), Files.readString(folder.resolve("worktrees/op_a/strategies/fresh.yaml")));
        assertEquals(
                "template: Design fresh\n\nBrief: try something\n\nResearch: op_a\n",
                scene.log("research/op_a").getFirst());

        assertEquals(ON_MAIN, scene.concludes("op_a", "fresh", 3));
        assertEquals(canonical("fresh", 3), scene.onMain("strategies/fresh.yaml"));
        assertEquals(outcome("op_a", "fresh", 3).results(), scene.onMain("results/fresh/op_a.json"));
        assertFalse(scene.has("research/op_a"));
        assertFalse(scene.hasWorktree("op_a"));
        assertEquals(4, scene.log("main").size(), "beginning, design, results, merge");
    }

    @Test
    @EnabledIf("gitIsInstalled")
    void the_worktree_is_one_for_every_git() throws Exception {
        branches.design(design("op_a", "fresh", 3));
        Path worktree = folder.resolve("worktrees/op_a");
        assertEquals("", Scene.git(worktree, "status", "--porcelain"));
        assertEquals(
                "research/op_a", Scene.git(worktree, "branch", "--show-current").strip());
        assertTrue(Scene.git(scene.layout.repository(), "worktree", "list").contains(worktree + " "));
        assertEquals(
                "strategies/known.yaml\nREADME.md\n".lines().sorted().toList(),
                Scene.git(worktree, "ls-files", "-v")
                        .lines()
                        .filter(line -> line.startsWith("h "))
                        .map(line -> line.substring(2))
                        .sorted()
                        .toList());
        branches.assess(outcome("op_a", "fresh", 3));
        assertEquals("", Scene.git(worktree, "status", "--porcelain"));
        assertEquals("", Scene.git(worktree, "diff", "main", "--", "strategies/known.yaml"));
        Scene.git(scene.layout.repository(), "fsck", "--strict", "--no-dangling");
        branches.leave("op_a");
        assertEquals(
                1,
                Scene.git(scene.layout.repository(), "worktree", "list").lines().count());
        Scene.git(scene.layout.repository(), "push", ".", "main:refs/heads/by-git");
        assertTrue(scene.has("research/op_a"), "it is not on main");
    }

    @EnabledIf("gitIsInstalled")
    @Test
    void a_push_of_every_git_is_taken_and_none_takes_back_what_is_on_main() throws Exception {
        Path clone = cloned();
        Files.writeString(clone.resolve("strategies/known.yaml"), yaml("known", 9));
        Scene.git(clone, "commit", "-qam", "Longer");
        Scene.git(clone, "push", "-q", "origin", "main");
        assertEquals(yaml("known", 9), scene.onMain("strategies/known.yaml"));
        ObjectId main = scene.main();
        try (Person person = Person.with(folder)) {
            assertFalse(person.forgetsTheLastCommit().pushesByForce());
        }
        assertEquals(main, scene.main());
    }

    static boolean gitIsInstalled() {
        return Scene.gitIsInstalled();
    }

    @Test
    void each_step_may_be_repeated() throws Exception {
        branches.design(design("op_a", "fresh", 3));
        scene.another().design(design("op_a", "fresh", 3));
        assertEquals(2, scene.log("research/op_a").size());
        branches.assess(outcome("op_a", "fresh", 3));
        scene.another().assess(outcome("op_a", "fresh", 3));
        assertEquals(3, scene.log("research/op_a").size());
        assertEquals(ON_MAIN, branches.merge("op_a", "Merge\n"));
        ObjectId main = scene.main();
        assertEquals(ON_MAIN, scene.another().merge("op_a", "Merge\n"), "the branch was still there");
        branches.leave("op_a");
        scene.another().leave("op_a");
        // the whole assessment once more, when all was done but nobody was told
        assertEquals(
                outcome("op_a", "fresh", 3).results(),
                branches.results("op_a", "fresh").orElseThrow());
        assertEquals(ON_MAIN, scene.concludes("op_a", "fresh", 3));
        assertEquals(main, scene.main());
        assertFalse(scene.has("research/op_a"));
    }

    @Test
    void what_a_killed_process_left_in_the_worktree_is_in_nobodys_way() throws Exception {
        branches.design(design("op_a", "fresh", 3));
        Files.createFile(scene.layout.repository().resolve("worktrees/op_a/index.lock"));
        Files.writeString(folder.resolve("worktrees/op_a/strategies/fresh.yaml"), "half a fi");
        Files.delete(folder.resolve("worktrees/op_a/.git"));
        assertEquals(ON_MAIN, scene.concludes("op_a", "fresh", 3));
        assertEquals(canonical("fresh", 3), scene.onMain("strategies/fresh.yaml"));
        assertFalse(Files.exists(scene.layout.repository().resolve("worktrees/op_a")));
    }

    @Test
    void a_repeated_design_that_came_out_otherwise_takes_the_place_of_the_first() throws Exception {
        branches.design(design("op_a", "first_idea", 3));
        branches.design(design("op_a", "second_idea", 4));
        scene.concludes("op_a", "second_idea", 4);
        assertEquals("", scene.onMain("strategies/first_idea.yaml"));
        assertEquals(canonical("second_idea", 4), scene.onMain("strategies/second_idea.yaml"));
    }

    @Test
    void a_strategy_that_is_run_as_it_stands_is_not_written_again_however_it_is_spelled() throws Exception {
        String commented = "# do not touch\n" + yaml("known", 2);
        try (Person person = Person.with(folder)) {
            person.writes("strategies/known.yaml", commented).pushes();
        }
        branches.design(design("op_a", "known", 2));
        assertEquals(scene.log("main"), scene.log("research/op_a"), "nothing to commit");
        assertEquals(commented, Files.readString(folder.resolve("worktrees/op_a/strategies/known.yaml")));
        scene.concludes("op_a", "known", 2);
        assertEquals(commented, scene.onMain("strategies/known.yaml"));
    }

    @Test
    void a_research_that_was_asked_for_before_a_change_does_not_take_it_back() throws Exception {
        try (Person person = Person.with(folder)) {
            person.writes("strategies/known.yaml", yaml("known", 2)).pushes();
        }
        branches.design(design("op_a", "known", 1));
        scene.concludes("op_a", "known", 1);
        assertEquals(yaml("known", 2), scene.onMain("strategies/known.yaml"));
        assertTrue(scene.onMain("results/known/op_a.json").contains("op_a"));
        // a new text under an old name is another matter
        branches.design(design("op_b", "known", 3));
        scene.concludes("op_b", "known", 3);
        assertEquals(canonical("known", 3), scene.onMain("strategies/known.yaml"));
    }

    @Test
    void a_research_without_a_branch_of_its_own_changes_no_strategy() throws Exception {
        scene.concludes("op_a", "known", 7);
        assertEquals(canonical("known", 1), scene.onMain("strategies/known.yaml"));
        scene.concludes("op_b", "taken_over", 7);
        assertEquals(canonical("taken_over", 7), scene.onMain("strategies/taken_over.yaml"));
        assertTrue(scene.onMain("results/known/op_a.json").contains("op_a"));
    }

    @Test
    void two_changes_of_one_strategy_are_a_conflict_of_which_nothing_is_lost() throws Exception {
        branches.design(design("op_a", "known", 5));
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/known.yaml", yaml("known", 6)).pushes());
        }
        MergeResult.Conflict conflict =
                assertInstanceOf(MergeResult.Conflict.class, scene.concludes("op_a", "known", 5));
        for (String told : List.of(
                "strategies/known.yaml was changed on main (commit "
                        + scene.main().abbreviate(8).name(),
                "on branch research/op_a (commit ",
                scene.layout.repository().toString(),
                "ktrdr agent resume op_a")) {
            assertTrue(conflict.reason().contains(told), conflict.reason());
        }
        assertEquals(yaml("known", 6), scene.onMain("strategies/known.yaml"));
        assertEquals(canonical("known", 5), scene.on("research/op_a", "strategies/known.yaml"));
        assertTrue(scene.on("research/op_a", "results/known/op_a.json").contains("op_a"));
        assertFalse(scene.hasWorktree("op_a"), "or git would refuse a push to its branch");
    }

    private void conflict() throws Exception {
        two_changes_of_one_strategy_are_a_conflict_of_which_nothing_is_lost();
    }

    @Test
    @EnabledIf("gitIsInstalled")
    void a_conflict_is_solved_by_a_merge_of_a_persons() throws Exception {
        conflict();
        Path clone = cloned();
        Scene.git(clone, "merge", "-q", "-X", "ours", "origin/research/op_a");
        Scene.git(clone, "push", "-q", "origin", "main");
        ObjectId main = scene.main();
        assertEquals(ON_MAIN, scene.concludes("op_a", "known", 5));
        assertEquals(main, scene.main());
        assertTrue(scene.onMain("strategies/known.yaml").contains("period: 6"));
        assertTrue(scene.onMain("results/known/op_a.json").contains("op_a"));
        assertFalse(scene.has("research/op_a"));
    }

    /** By the git of this machine. */
    private Path cloned() throws IOException, InterruptedException {
        Path clone = folder.resolve("clone");
        Scene.git(folder, "clone", "-q", scene.layout.repository().toString(), "clone");
        Scene.git(clone, "config", "user.name", "Ada");
        Scene.git(clone, "config", "user.email", "ada@example.org");
        return clone;
    }

    @Test
    void a_conflict_is_solved_by_a_change_of_the_branch() throws Exception {
        conflict();
        try (Person person = Person.with(folder)) {
            String theirs = person.reads("strategies/known.yaml");
            assertTrue(person.on("research/op_a")
                    .writes("strategies/known.yaml", theirs)
                    .pushes());
        }
        assertEquals(ON_MAIN, scene.concludes("op_a", "known", 5));
        assertEquals(yaml("known", 6), scene.onMain("strategies/known.yaml"));
        assertTrue(scene.onMain("results/known/op_a.json").contains("op_a"));
    }

    @Test
    void a_conflict_is_solved_by_a_change_of_main() throws Exception {
        conflict();
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/known.yaml", canonical("known", 1))
                    .pushes());
        }
        assertEquals(ON_MAIN, scene.concludes("op_a", "known", 5));
        assertEquals(canonical("known", 5), scene.onMain("strategies/known.yaml"));
    }

    @Test
    void changes_of_different_lines_of_one_file_are_a_conflict_too() throws Exception {
        branches.design(design("op_a", "known", 5));
        try (Person person = Person.with(folder)) {
            String theirs = person.reads("strategies/known.yaml");
            assertTrue(theirs.contains("short_below: 0.48"), theirs);
            person.writes("strategies/known.yaml", theirs.replace("short_below: 0.48", "short_below: 0.47"))
                    .pushes();
        }
        assertInstanceOf(MergeResult.Conflict.class, scene.concludes("op_a", "known", 5));
    }

    @Test
    void a_failed_research_leaves_its_branch_and_no_worktree() throws Exception {
        branches.design(design("op_a", "fresh", 3));
        assertEquals(List.of("op_a"), branches.atWork());
        branches.leave("op_a");
        assertEquals(List.of(), branches.atWork());
        assertEquals(canonical("fresh", 3), scene.on("research/op_a", "strategies/fresh.yaml"));
    }
}
