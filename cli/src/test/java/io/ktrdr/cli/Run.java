package io.ktrdr.cli;

import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One execution of the command: its exit code and what it wrote where. */
record Run(int exitCode, String out, String err) {
    static Run of(PicocliCommandLineFactory factory, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = CommandLines.configured(factory.create())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    List<String> outLines() {
        return out.lines().toList();
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
