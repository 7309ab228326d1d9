package io.ktrdr.cli.ops;

import io.ktrdr.cli.locks.LockArguments;
import io.ktrdr.cli.locks.LocksText;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.contracts.lock.MoreLocks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** More locks for what is under way. */
@Command(
        name = "lock",
        description =
                "More locks for an operation that runs: where they are not free, it gives its worker back, waits, "
                        + "and goes on from its last checkpoint. Asking again for what it has changes nothing.")
public class OpsLockCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation.")
    String id;

    @Option(
            names = "--lock",
            paramLabel = "RESOURCE:MODE",
            required = true,
            description = "Such as strategy:rsi_*:write; read or write, any number of times, all of them at once.")
    List<String> locks = new ArrayList<>();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        MoreLocks more = new MoreLocks(LockArguments.of(locks));
        Services services = session.services();
        LockList now = services.answer(() -> services.operations().lock(id, more));
        if (session.json()) {
            session.printDocument(now);
        } else if (session.quiet()) {
            session.out().println(id);
        } else {
            LocksText.of(now).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}
