package io.ktrdr.cli.workers;

import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.smallrye.mutiny.Uni;
import picocli.CommandLine.Command;

/** Bring a worker back that fell ill, also one that nobody tries to recover any more. */
@Command(
        name = "recover",
        description = "Bring a worker back that fell ill, also one that nobody tries to recover any more.")
public class RecoverCommand extends OneWorker {
    @Override
    Uni<WorkerView> ask(WorkersApi workers, String workerId) {
        return workers.recover(workerId);
    }

    @Override
    String text(WorkerView worker) {
        return worker.recovery() == null
                ? worker.workerId() + " is well"
                : worker.workerId() + " is being recovered; 'ktrdr workers show " + worker.workerId()
                        + "' tells how far";
    }
}
