package io.ktrdr.coordinator.repository;

import java.nio.file.Path;

/** Where everything is, in the folder and on main. */
final class Layout {
    static final String MAIN = "refs/heads/main";
    static final String README = "README.md";
    private static final String BRANCHES = "refs/heads/";

    private final Path folder;

    Layout(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** The bare repository: what people clone. */
    Path repository() {
        return folder.resolve("strategies.git");
    }

    Path worktrees() {
        return folder.resolve("worktrees");
    }

    static String branch(String researchId) {
        return "research/" + researchId;
    }

    static String ref(String researchId) {
        return BRANCHES + branch(researchId);
    }

    static String strategy(String name) {
        return "strategies/" + name + ".yaml";
    }

    static String results(String strategyName, String researchId) {
        return "results/" + strategyName + "/" + researchId + ".json";
    }
}
