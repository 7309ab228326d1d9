package io.ktrdr.worker.process;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import sun.misc.Signal;

/** Where every worker begins, and how it ends when it is told to. */
@QuarkusMain
public final class WorkerMain {
    WorkerMain() {}

    /**
     * A worker that was told to go, and has drained, has done its duty: it ends with 0, and not with the 143 of a Java program
     * that was terminated, which whoever started it might take for a fault.
     */
    public static void main(String... args) {
        Signal.handle(new Signal("TERM"), signal -> Quarkus.asyncExit(0));
        Quarkus.run(args);
    }
}
