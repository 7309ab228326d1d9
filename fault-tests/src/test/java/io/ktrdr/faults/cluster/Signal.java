package io.ktrdr.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What can be sent to a process. The JDK knows only two of them, hence the program. */
public enum Signal {
    KILL,
    TERM,
    /** On which PostgreSQL's server does not wait for its clients. */
    INT,
    STOP,
    CONT;

    /** Nothing happens when there is no such process. */
    public void send(long pid) {
        try {
            new ProcessBuilder("kill", "-" + name(), String.valueOf(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
