package io.ktrdr.cli.local;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the whole set on this machine. */
@Command(
        name = "up",
        description = {
            "Run PostgreSQL, registry, coordinator and workers on this machine.",
            "What is not given is as it was at the last start of this home."
        })
public class UpCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    StartOptions start = new StartOptions();

    @Option(names = "--detach", description = "Go on in the background once everything is ready.")
    boolean detach;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        LocalMode local = LocalMode.of(session);
        LocalSettings running = switch (local.up(start, detach)) {
            case LocalMode.AlreadyRunning already -> {
                already.notApplied().forEach(line -> session.err().println("Not applied to a running ktrdr: " + line));
                session.err().println("ktrdr is running already");
                if (!already.notApplied().isEmpty()) {
                    session.err().println(LocalMode.HOW_TO_APPLY);
                }
                yield already.settings();
            }
            case LocalMode.Ready ready -> ready.settings();
        };
        print(session, local.home(), running);
        local.watchUntilStopped();
        return ExitCode.OK.number();
    }

    private static void print(Session session, Home home, LocalSettings settings) {
        if (session.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("url", settings.coordinatorUrl());
            document.put("urls", settings.coordinatorUrls());
            document.put("home", home.folder().toString());
            document.put("settings", settings);
            session.printDocument(document);
        } else if (session.quiet()) {
            session.out().println(settings.coordinatorUrl());
        } else {
            session.out().println("ktrdr is ready: " + settings.coordinatorUrl());
            session.out().println("  API      " + settings.coordinatorUrl() + "/q/openapi");
            session.out().println("  data     " + home.folder());
            session.out().println("  services " + settings.form().inWords());
            if (settings.stub()) {
                session.out().println("  stub     results are made up; --no-stub at the next start works for real");
            }
        }
        session.out().flush();
    }
}
