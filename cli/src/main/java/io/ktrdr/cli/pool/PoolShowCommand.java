package io.ktrdr.cli.pool;

import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The pool at a glance. */
@Command(name = "show", description = "How many agents there are, what waits for them, what they rely on.")
public class PoolShowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> services.answer(() -> services.pool().pool()),
                        PoolText::of,
                        pool -> List.of(String.valueOf(pool.size())))
                .show(watch);
    }
}
