package io.ktrdr.worker.registration;

import io.ktrdr.worker.disk.WorkerHome;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("worker").withData("registered", registration.isRegistered());
        try {
            home.tryWriting();
            return answer.up().build();
        } catch (IOException e) {
            return answer.down()
                    .withData("home", "cannot be written: " + e.getMessage())
                    .build();
        }
    }
}
