package io.ktrdr.coordinator.tick;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the loop turns: a tick, or the look whether it is this process's turn, succeeded lately. */
@Readiness
@Singleton
final class TickHealth implements HealthCheck {
    private static final Duration LATELY = Duration.ofSeconds(15);

    private final Ticker ticker;
    private final Clock clock;

    TickHealth(Ticker ticker, Clock clock) {
        this.ticker = ticker;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        Instant last = ticker.lastSuccess();
        return HealthCheckResponse.named("tick")
                .status(last.isAfter(clock.instant().minus(LATELY)))
                .withData("leading", ticker.epoch().isPresent())
                .withData("last_success", last.toString())
                .build();
    }
}
