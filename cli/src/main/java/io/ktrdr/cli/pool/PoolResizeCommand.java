package io.ktrdr.cli.pool;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.pool.PoolSizeRequest;
import io.ktrdr.contracts.pool.PoolView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Another number of agents. */
@Command(name = "resize", description = "Have another number of agents, from now on and after restarts.")
public class PoolResizeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SIZE", description = "1 to 16. Agents too many finish what they have.")
    int size;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        PoolView pool = services.answer(() -> services.pool().resize(new PoolSizeRequest(size)));
        if (session.json()) {
            session.printDocument(pool);
        } else {
            session.out().println(session.quiet() ? String.valueOf(pool.size()) : "Agents: " + pool.size());
        }
        return ExitCode.OK.number();
    }
}
