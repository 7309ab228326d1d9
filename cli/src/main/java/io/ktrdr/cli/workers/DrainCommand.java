package io.ktrdr.cli.workers;

import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.smallrye.mutiny.Uni;
import picocli.CommandLine.Command;

/** Let a worker finish what it runs and give it nothing more. */
@Command(name = "drain", description = "Let a worker finish what it runs and give it nothing more.")
public class DrainCommand extends OneWorker {
    @Override
    Uni<WorkerView> ask(WorkersApi workers, String workerId) {
        return workers.drain(workerId);
    }

    @Override
    String text(WorkerView worker) {
        return worker.workerId() + " takes no further job";
    }
}
