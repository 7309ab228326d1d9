package io.ktrdr.cli.local;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the whole set, also when its supervisor is gone. */
@Command(name = "down", description = "Stop everything of this home, in order; the data stay.")
public class DownCommand implements Callable<Integer> {
    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(120);

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Home home = session.home();
        Consumer<String> say = line -> {
            session.err().println(line);
            session.err().flush();
        };
        boolean stopped = stop(home, say);
        say.accept(stopped ? "ktrdr is stopped" : "ktrdr is not running");
        return ExitCode.OK.number();
    }

    /** False when there was nothing to stop. */
    static boolean stop(Home home, Consumer<String> say) {
        Optional<RunningProcess> supervisor = home.supervisor();
        boolean wasRunning = supervisor.isPresent();
        if (wasRunning) {
            Signals.terminate(supervisor.get());
            if (!Signals.ended(List.of(supervisor.get()), SUPERVISOR_PATIENCE)) {
                say.accept("The supervisor did not stop in time and was killed");
                Signals.kill(supervisor.get());
            }
        }
        List<RunningProcess> left = home.processes();
        wasRunning |= left.stream().anyMatch(RunningProcess::isAlive);
        new Shutdown(home, say).of(left);
        home.forget(Home.SUPERVISOR);
        return wasRunning;
    }
}
