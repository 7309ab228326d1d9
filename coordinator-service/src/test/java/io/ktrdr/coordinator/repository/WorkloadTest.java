package io.ktrdr.coordinator.repository;

import static io.ktrdr.coordinator.repository.Scene.canonical;
import static io.ktrdr.coordinator.repository.Scene.design;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many researches and people at once; the workload is the one that the documents describe. */
class WorkloadTest {
    private static final int RESEARCHES = 150;
    private static final int UNDER_WAY = 8;
    private static final int KNOWN = 20;
    private static final double WITH_A_NEW_TEXT = 0.10;
    private static final double AS_IT_STANDS = 0.10;
    private static final double PERSON_EDITS = 0.10;
    private static final double MOST_CONFLICTS = 0.05;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** @param period makes the text what it is */
    private record Running(String research, String name, int period) {}

    private static final class Workload {
        final SplitMix64 random;
        final Scene scene;
        final int known;
        final double edits;
        final Deque<Running> underWay = new ArrayDeque<>();
        final Set<String> written = new HashSet<>();
        final Map<String, String> results = new HashMap<>();
        final List<Running> conflicts = new ArrayList<>();
        int version = 1;
        int conflictsTold;

        Workload(long seed, Path folder, int known, double edits) throws IOException {
            this.random = new SplitMix64(seed);
            this.known = known;
            this.edits = edits;
            Map<String, String> stock = new HashMap<>();
            for (int i = 0; i < known; i++) {
                stock.put("known_" + i, canonical("known_" + i, 1));
            }
            this.scene = new Scene(folder, stock);
            written.addAll(stock.values());
        }

        double chance() {
            return random.nextDouble();
        }

        String someKnown() {
            return "known_" + (int) (chance() * known);
        }

        void begin(int number) throws Exception {
            double kind = chance();
            Running next;
            if (kind < WITH_A_NEW_TEXT) {
                next = new Running("op_" + number, someKnown(), ++version);
            } else if (kind < WITH_A_NEW_TEXT + AS_IT_STANDS) {
                String name = someKnown();
                next = new Running(
                        "op_" + number,
                        name,
                        periodOf(scene.branches.onMain(name).orElseThrow().text()));
            } else {
                next = new Running("op_" + number, "designed_" + number, ++version);
            }
            scene.branches.design(design(next.research(), next.name(), next.period()));
            if (kind < WITH_A_NEW_TEXT || kind >= WITH_A_NEW_TEXT + AS_IT_STANDS) {
                written.add(canonical(next.name(), next.period()));
            }
            underWay.add(next);
        }

        private static int periodOf(String yaml) {
            return Integer.parseInt(yaml.replaceAll("(?s).*period: (\\d+).*", "$1"));
        }

        /** Not always in the order of their beginning; now and then one fails. */
        void end() throws Exception {
            for (int i = (int) (chance() * underWay.size()); i > 0; i--) {
                underWay.add(underWay.remove());
            }
            Running last = underWay.remove();
            if (chance() < 0.05) {
                scene.branches.leave(last.research());
                return;
            }
            conclude(last);
        }

        void conclude(Running research) throws Exception {
            ObjectId before = scene.main();
            results.put(
                    Layout.results(research.name(), research.research()),
                    Scene.outcome(research.research(), research.name(), research.period())
                            .results());
            switch (scene.concludes(research.research(), research.name(), research.period())) {
                case MergeResult.OnMain() -> assertOnlyForward(before);
                case MergeResult.Conflict(String reason) -> {
                    assertTrue(reason.contains(Layout.strategy(research.name())), reason);
                    assertEquals(before, scene.main());
                    conflictsTold++;
                    conflicts.add(research);
                }
            }
        }

        void assertOnlyForward(ObjectId before) throws IOException {
            try (BareRepository repository = BareRepository.open(scene.layout.repository())) {
                assertTrue(repository.isPartOf(before, repository.main()));
            }
        }

        void personEdits(Person person) throws IOException {
            String name = someKnown();
            String yaml = Scene.yaml(name, ++version);
            ObjectId before = scene.main();
            assertTrue(person.on("main").writes(Layout.strategy(name), yaml).pushes());
            written.add(yaml);
            assertOnlyForward(before);
        }

        /** Main's version goes on; the other one stays in the branch's history. */
        void personSolves(Person person, Running conflict) throws Exception {
            String mains = person.on("main").reads(Layout.strategy(conflict.name()));
            assertTrue(person.on(Layout.branch(conflict.research()))
                    .writes(Layout.strategy(conflict.name()), mains)
                    .pushes());
            assertEquals(
                    new MergeResult.OnMain(), scene.concludes(conflict.research(), conflict.name(), conflict.period()));
        }

        void run(int researches) throws Exception {
            try (Person person = Person.with(scene.folder)) {
                for (int i = 0; i < researches; i++) {
                    begin(i);
                    if (chance() < edits) {
                        personEdits(person);
                    }
                    if (underWay.size() >= UNDER_WAY) {
                        end();
                    }
                }
                while (!underWay.isEmpty()) {
                    end();
                }
                for (Running conflict : conflicts) {
                    if (chance() < 0.5) {
                        personSolves(person, conflict);
                    }
                }
            }
        }

        /** Every text that anybody has ever written can be had from some branch. */
        void assertNothingIsLost() throws IOException {
            Set<String> found = new HashSet<>();
            try (BareRepository repository = BareRepository.open(scene.layout.repository());
                    RevWalk walk = new RevWalk(repository.git())) {
                for (Ref ref : repository.git().getRefDatabase().getRefs()) {
                    walk.markStart(walk.parseCommit(ref.getObjectId()));
                }
                Set<ObjectId> seen = new HashSet<>();
                for (RevCommit commit : walk) {
                    try (TreeWalk tree = new TreeWalk(repository.git())) {
                        tree.addTree(commit.getTree());
                        tree.setRecursive(true);
                        while (tree.next()) {
                            if (seen.add(tree.getObjectId(0))) {
                                found.add(repository
                                        .text(commit, tree.getPathString())
                                        .orElseThrow());
                            }
                        }
                    }
                }
            }
            written.forEach(text -> assertTrue(found.contains(text), text));
            results.values().forEach(text -> assertTrue(found.contains(text), text));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void the_described_workload_has_few_conflicts_and_loses_nothing(long seed) throws Exception {
        Workload workload = new Workload(seed, folder, KNOWN, PERSON_EDITS);
        workload.run(RESEARCHES);
        workload.assertNothingIsLost();
        assertTrue(
                workload.conflictsTold < MOST_CONFLICTS * RESEARCHES,
                workload.conflictsTold + " conflicts of " + RESEARCHES);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void people_and_researches_that_want_the_same_two_strategies_lose_nothing_either(long seed) throws Exception {
        Workload workload = new Workload(seed, folder, 2, 1);
        workload.run(40);
        workload.assertNothingIsLost();
        assertTrue(workload.conflictsTold > 0, "or nothing was tried");
    }

    @Test
    void merges_of_several_processes_and_pushes_of_a_person_all_get_to_main() throws Exception {
        Scene scene = new Scene(folder, Map.of("known", canonical("known", 1)));
        int each = 6;
        List<Callable<Boolean>> all = new ArrayList<>();
        for (String process : List.of("a", "b", "c")) {
            ResearchBranches branches = scene.another();
            for (int i = 0; i < each; i++) {
                String research = "op_" + process + i;
                all.add(() -> {
                    branches.design(design(research, "from_" + research, 3));
                    branches.assess(Scene.outcome(research, "from_" + research, 3));
                    branches.merge(research, "Merge " + research + "\n");
                    branches.leave(research);
                    return true;
                });
            }
        }
        try (Person person = Person.with(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> done = all.stream().map(threads::submit).toList();
            for (int i = 0; i < each; i++) {
                // as people do: fetch again, and once more
                while (!person.on("main")
                        .writes("notes/" + i, "note " + i + "\n")
                        .pushes()) {
                    Thread.onSpinWait();
                }
            }
            for (Future<Boolean> one : done) {
                assertTrue(one.get());
            }
        }
        for (String process : List.of("a", "b", "c")) {
            for (int i = 0; i < each; i++) {
                String research = "op_" + process + i;
                assertEquals(canonical("from_" + research, 3), scene.onMain("strategies/from_" + research + ".yaml"));
                assertTrue(!scene.has("research/" + research));
            }
        }
        for (int i = 0; i < each; i++) {
            assertEquals("note " + i + "\n", scene.onMain("notes/" + i));
        }
        // beginning, and for each research design, results and merge, and each note: nothing twice
        assertEquals(1 + 3 * 3 * each + each, scene.log("main").size());
    }
}
