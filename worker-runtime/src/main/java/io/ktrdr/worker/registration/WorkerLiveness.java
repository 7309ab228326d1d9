package io.ktrdr.worker.registration;

import io.ktrdr.worker.job.JobDesk;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down only for what a new process would heal: the thread that sends heartbeats does not turn, or a job does not stop. Neither
 * a registry nor a coordinator that is away makes a difference.
 */
@Liveness
final class WorkerLiveness implements HealthCheck {
    private final Registration registration;
    private final JobDesk desk;

    WorkerLiveness(Registration registration, JobDesk desk) {
        this.registration = registration;
        this.desk = desk;
    }

    @Override
    public HealthCheckResponse call() {
        boolean hung = registration.pulse().isStuck();
        boolean stuck = desk.isStuck();
        return HealthCheckResponse.named("worker process")
                .status(!hung && !stuck)
                .withData("heartbeats", hung ? "the thread that sends them does not turn" : "sent")
                .withData("job", stuck ? "does not stop" : "heeds")
                .build();
    }
}
