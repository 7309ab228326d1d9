package io.ktrdr.cli.local;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The background process of {@code up --detach}: runs the home with the settings written down in it. */
@Command(name = "supervise", hidden = true, description = "Used by 'up --detach'.")
public class SuperviseCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        LocalMode local = LocalMode.of(Session.of(spec));
        local.supervise();
        return ExitCode.OK.number();
    }
}
