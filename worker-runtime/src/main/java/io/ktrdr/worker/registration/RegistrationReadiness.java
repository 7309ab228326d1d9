package io.ktrdr.worker.registration;

import io.ktrdr.worker.disk.WorkerHome;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when an order could be taken; whether the registry knows of it is told, but is the registry's concern. */
@Readiness
final class RegistrationReadiness implements HealthCheck {
    private final WorkerHome home;
    private final Registration registration;

    RegistrationReadiness(WorkerHome home, Registration registration) {
        this.home = home;
        this.registration = registration;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("worker")
                .status(home.isWritable())
                .withData("registered", registration.isRegistered())
                .build();
    }
}
