package io.ktrdr.cli.local;

import io.ktrdr.cli.session.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asking processes to end. */
final class Signals {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Signals() {}

    /** Asks it to end; PostgreSQL by the signal on which it does not wait for its clients. */
    static void stop(RunningProcess process) {
        send(ServiceKind.of(process.name()) == ServiceKind.POSTGRES ? "INT" : "TERM", process);
    }

    static void terminate(RunningProcess process) {
        send("TERM", process);
    }

    static void kill(RunningProcess process) {
        send("KILL", process);
    }

    /** True when all of them had ended within the time. */
    static boolean ended(List<RunningProcess> processes, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (processes.stream().anyMatch(RunningProcess::isAlive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return true;
    }

    /** The JDK knows only two signals, hence the program. */
    private static void send(String signal, RunningProcess process) {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
