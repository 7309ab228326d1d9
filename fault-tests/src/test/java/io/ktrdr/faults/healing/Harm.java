package io.ktrdr.faults.healing;

/** What can be done to a worker, or to those that all workers need. */
enum Harm {
    KILL("is killed (SIGKILL)"),
    FREEZE("is frozen until somebody kills it (SIGSTOP)"),
    THAW("is frozen for 18 to 28 s"),
    MEMORY("runs out of memory: its job takes all there is"),
    DISK("has no room on its disk for 10 to 20 s"),
    SLOW("does each step in ten times the time until it is restarted"),
    SPIRAL("fails every job until it is noticed"),
    CUT("is cut off from everybody for 18 to 40 s"),
    STUCK("has a job that gets no further, until it is restarted"),
    REGISTRY("the registry", "is killed (SIGKILL)"),
    COORDINATOR("the only coordinator", "is killed (SIGKILL)");

    private final String victim;
    private final String inWords;

    Harm(String inWords) {
        this("a worker", inWords);
    }

    Harm(String victim, String inWords) {
        this.victim = victim;
        this.inWords = inWords;
    }

    /** Whoever suffers it. */
    String victim() {
        return victim;
    }

    String inWords() {
        return inWords;
    }
}
