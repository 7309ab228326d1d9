package io.ktrdr.registry.worker;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database, migrated, took a sweep lately: then heartbeats and syncs will be taken too. */
@Readiness
@Singleton
final class HearingCheck implements AsyncHealthCheck {
    private final Sweep sweep;
    private final Timing timing;

    HearingCheck(Sweep sweep, Timing timing) {
        this.sweep = sweep;
        this.timing = timing;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        long age = sweep.age().toMillis();
        return Uni.createFrom()
                .item(HealthCheckResponse.named("registry hears")
                        .status(age <= timing.heartbeat().toMillis())
                        .withData("last_sweep_ms_ago", age)
                        .build());
    }
}
