package io.ktrdr.cli.locks;

import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.lock.LockList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who has which resource, and who waits for it. */
@Command(name = "locks", description = "Who has which resource, and who waits for what behind whom.")
public class LocksCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--waiting", description = "Only those that wait.")
    boolean waiting;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> asked(services.answer(() -> services.locks().list())),
                        waiting ? LocksText::ofWaiting : LocksText::of,
                        LocksCommand::operations)
                .show(watch);
    }

    private LockList asked(LockList all) {
        return waiting ? new LockList(List.of(), all.waiting()) : all;
    }

    private static List<String> operations(LockList locks) {
        return Stream.concat(
                        locks.items().stream().map(LockList.Held::operationId),
                        locks.waiting().stream().map(LockList.Waiting::operationId))
                .distinct()
                .toList();
    }
}
