package io.ktrdr.coordinator.models;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/** What stands between a question and a model: repetition with pauses, a circuit breaker, a timeout. */
final class ModelGuards {
    private static final Logger LOG = Logger.getLogger(ModelGuards.class);

    private final ConfiguredModel model;
    private final Guarding guarding;
    private final DoubleSupplier chance;
    private final TypedGuard<Reply> attempts;
    private final TypedGuard<Reply> request;

    private volatile ModelState.Circuit circuit = ModelState.Circuit.CLOSED;

    /** @param chance 0 to 1, different each time */
    ModelGuards(ConfiguredModel model, Guarding guarding, DoubleSupplier chance) {
        this.model = model;
        this.guarding = guarding;
        this.chance = chance;
        this.attempts = aroundAttempts();
        this.request = aroundRequest();
    }

    /** Around all attempts at a question. */
    TypedGuard<Reply> attempts() {
        return attempts;
    }

    /** Around each request: inside of what may keep it from being sent, which would count as a success here. */
    TypedGuard<Reply> request() {
        return request;
    }

    ModelState.Circuit circuit() {
        return circuit;
    }

    private TypedGuard<Reply> aroundAttempts() {
        return TypedGuard.create(Reply.class)
                .withDescription("attempts at model " + model.name())
                .withRetry()
                .maxRetries(guarding.attempts() - 1)
                // a model that does not answer in time is tried twice, not for a quarter of an hour
                .maxDuration(2 * model.timeout().toMillis(), ChronoUnit.MILLIS)
                .withCustomBackoff()
                .strategy(Pauses::new)
                .done()
                .whenException(this::isRetried)
                .done()
                .build();
    }

    private TypedGuard<Reply> aroundRequest() {
        return TypedGuard.create(Reply.class)
                .withDescription("model " + model.name())
                .withCircuitBreaker()
                .requestVolumeThreshold(guarding.failuresToOpen())
                .failureRatio(1)
                .delay(guarding.open().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(guarding.successesToClose())
                .when(ModelGuards::isTheModels)
                .onStateChange(this::turned)
                .done()
                .withTimeout()
                .duration(model.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    private boolean isRetried(Throwable thrown) {
        return thrown instanceof TimeoutException
                || (thrown instanceof CallFailure failure && guarding.isWorthRetrying(failure));
    }

    /** Our own mistakes do not count against the model. */
    private static boolean isTheModels(Throwable thrown) {
        return thrown instanceof TimeoutException
                || (thrown instanceof CallFailure failure && failure.fault().fallsBack());
    }

    private void turned(CircuitBreakerState state) {
        circuit = switch (state) {
            case OPEN -> {
                LOG.warnf("Model %s has failed too often: not asked for %s", model.name(), seconds(guarding.open()));
                yield ModelState.Circuit.OPEN;
            }
            case HALF_OPEN -> {
                LOG.infof("Model %s is tried again", model.name());
                yield ModelState.Circuit.HALF_OPEN;
            }
            case CLOSED -> {
                LOG.infof("Model %s is well again", model.name());
                yield ModelState.Circuit.CLOSED;
            }
        };
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** Of one question. */
    private final class Pauses implements CustomBackoffStrategy {
        private int failed;

        @Override
        public long nextDelayInMillis(Throwable thrown) {
            failed++;
            Duration retryAfter = thrown instanceof CallFailure failure ? failure.retryAfter() : null;
            return guarding.pause(failed, retryAfter, chance.getAsDouble()).toMillis();
        }
    }
}
