package io.ktrdr.cli.workers;

import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.smallrye.mutiny.Uni;
import picocli.CommandLine.Command;

/** Let a drained worker take jobs again. */
@Command(name = "undrain", description = "Let a drained worker take jobs again.")
public class UndrainCommand extends OneWorker {
    @Override
    Uni<WorkerView> ask(WorkersApi workers, String workerId) {
        return workers.undrain(workerId);
    }

    @Override
    String text(WorkerView worker) {
        return worker.workerId() + " takes jobs again";
    }
}
