package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.registry.input.Checks;
import org.jspecify.annotations.Nullable;

/** Refuses what a worker must not say, with {@code invalid_request}. */
final class WorkerMessages {
    private WorkerMessages() {}

    static void check(@Nullable WorkerRegistration registration) {
        Checks checks = new Checks();
        if (checks.present("(body)", registration) && registration != null) {
            checks.workerId("worker_id", registration.workerId());
            checks.present("worker_type", registration.workerType());
            checks.text("incarnation", registration.incarnation());
            checks.httpUrl("url", registration.url());
            checks.text("version", registration.version());
            checks.counter("mark", registration.mark());
            check(checks, registration.job());
        }
        checks.refuseIfAny();
    }

    static void check(@Nullable Heartbeat heartbeat) {
        Checks checks = new Checks();
        if (checks.present("(body)", heartbeat) && heartbeat != null) {
            checks.text("incarnation", heartbeat.incarnation());
            checks.counter("mark", heartbeat.mark());
            check(checks, heartbeat.job());
            if (heartbeat.obstacle() != null) {
                checks.text("obstacle", heartbeat.obstacle());
            }
        }
        checks.refuseIfAny();
    }

    private static void check(Checks checks, @Nullable RunningJob job) {
        if (job != null) {
            checks.text("job.claim", job.claim());
            checks.counter("job.token", job.token());
        }
    }
}
