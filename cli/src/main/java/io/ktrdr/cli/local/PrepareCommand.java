package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Given by the launcher once after a build: from then on the programs start faster. */
@Command(
        name = "prepare",
        hidden = true,
        description = "Make the AOT caches, by which programs start faster on the JVM.")
public class PrepareCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Install install = Install.located();
        PrintWriter err = Session.of(spec).err();
        List<String> missing = install.missing(ProgramForm.JVM);
        if (!missing.isEmpty()) {
            throw Preparation.failure("not built for the JVM: " + String.join(", ", missing));
        }
        long start = System.nanoTime();
        say(err, "Preparing fast starts (once after a build) ...");
        Preparation preparation = new Preparation(install, newFolder(install));
        // also after a failure, and when it is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(preparation, err), "clear"));
        preparation.rehearse();
        preparation.makeCaches();
        say(err, "Prepared after %.0f s".formatted((System.nanoTime() - start) / 1e9));
        return ExitCode.OK.number();
    }

    private static Path newFolder(Install install) {
        try {
            Files.createDirectories(install.preparationLog().getParent());
            Files.deleteIfExists(install.preparationLog());
            return Files.createTempDirectory("ktrdr-prepare-");
        } catch (IOException e) {
            throw Preparation.failure(Home.reason(e));
        }
    }

    private static void clear(Preparation preparation, PrintWriter err) {
        try {
            preparation.clear();
        } catch (CommandFailure e) {
            say(err, String.valueOf(e.getMessage()));
        }
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }
}
