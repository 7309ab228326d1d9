package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.Outcome.Rejected;
import io.ktrdr.coordinator.models.Setback.Cause;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A model that is not asked more often than is of use. */
final class GuardedModel {
    private static final Logger LOG = Logger.getLogger(GuardedModel.class);

    private final ConfiguredModel model;
    private final Provider provider;
    private final Guarding guarding;
    private final Clock clock;
    private final DoubleSupplier chance;
    /** Around all attempts. */
    private final TypedGuard<Reply> attempts;
    /** Around each: inside the limit of requests, as one that is not sent would count as a success here. */
    private final TypedGuard<Reply> attempt;

    private final @Nullable RequestsOfMinute requests;
    private final @Nullable DailyTokens tokens;
    private volatile Instant waitUntil = Instant.MIN;

    /** @param chance 0 to 1, different each time */
    GuardedModel(ConfiguredModel model, Provider provider, Guarding guarding, Clock clock, DoubleSupplier chance) {
        this.model = model;
        this.provider = provider;
        this.guarding = guarding;
        this.clock = clock;
        this.chance = chance;
        this.attempts = attempts();
        this.attempt = attempt();
        this.requests = model.requestsPerMinute().isEmpty()
                ? null
                : new RequestsOfMinute(model.requestsPerMinute().getAsInt(), clock);
        this.tokens = model.tokensPerDay().isEmpty()
                ? null
                : new DailyTokens(model.tokensPerDay().getAsLong(), clock);
    }

    /** What came of asking this model. */
    sealed interface Tried {
        List<Charge> charges();

        record Replied(Reply reply, List<Charge> charges) implements Tried {}

        /** Another one may do better. */
        record Passed(Setback setback, List<Charge> charges) implements Tried {}

        record Stopped(Rejected.Why why, String reason, List<Charge> charges) implements Tried {}
    }

    String name() {
        return model.name();
    }

    Prices prices() {
        return model.prices();
    }

    Tried ask(Question question) throws InterruptedException {
        if (clock.instant().isBefore(waitUntil)) {
            return skipped(Cause.ASKED_TO_WAIT, "its provider wants to be left alone until " + waitUntil);
        }
        if (tokens == null) {
            return new Asking(question).run();
        }
        long needed = Size.of(question).total();
        DailyTokens.Reservation reservation = tokens.reserve(needed);
        if (!reservation.isGranted()) {
            return skipped(
                    Cause.TOKENS_OF_DAY,
                    "up to " + needed + " tokens are needed, " + tokens.left() + " of today's "
                            + model.tokensPerDay().getAsLong() + " are left");
        }
        Asking asking = new Asking(question);
        try {
            return asking.run();
        } finally {
            tokens.settle(reservation, asking.isUsageKnown() ? asking.tokens() : needed);
        }
    }

    private Tried skipped(Cause cause, String reason) {
        return new Tried.Passed(new Setback(model.name(), cause, reason), List.of());
    }

    /** One question to this model, with all its attempts. */
    private final class Asking {
        private final Question question;
        private final List<Usage> usages = new ArrayList<>();
        private @Nullable String failed;
        /** Of a call that timed out, or was stopped, nobody says what it took. */
        private int unknown;

        Asking(Question question) {
            this.question = question;
        }

        Tried run() throws InterruptedException {
            try {
                Reply reply = attempts.call(this::permitted);
                return new Tried.Replied(reply, charges());
            } catch (CallFailure e) {
                return gaveUp(e);
            } catch (TimeoutException e) {
                return passed(Cause.FAILED, "no answer within " + seconds(model.timeout()));
            } catch (CircuitBreakerOpenException e) {
                return passed(Cause.CIRCUIT_OPEN, "it has failed too often of late");
            } catch (NotPermitted e) {
                return passed(Cause.REQUESTS_OF_MINUTE, e.limit + " requests in a minute are all it may be sent");
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("calls fail in no other way", e);
            }
        }

        private Reply permitted() throws Exception {
            if (requests != null && !requests.take()) {
                throw new NotPermitted(requests.limit());
            }
            try {
                return attempt.call(this::once);
            } catch (CircuitBreakerOpenException e) {
                if (requests != null) {
                    requests.giveBack();
                }
                throw e;
            }
        }

        private Reply once() throws CallFailure, InterruptedException {
            unknown++;
            try {
                Reply reply = provider.ask(question);
                unknown--;
                usages.add(reply.usage());
                return reply;
            } catch (CallFailure e) {
                unknown--;
                failed = e.reason();
                usages.add(e.usage());
                throw e;
            }
        }

        private Tried gaveUp(CallFailure failure) {
            Duration retryAfter = failure.retryAfter();
            if (retryAfter != null && failure.fault().mayBeRetried()) {
                waitUntil = clock.instant().plus(retryAfter);
            }
            return switch (failure.fault()) {
                case TEMPORARY, UNUSABLE -> passed(Cause.FAILED, failure.reason());
                case INVALID_REQUEST -> new Tried.Stopped(Rejected.Why.INVALID_REQUEST, failure.reason(), charges());
                case AUTHENTICATION -> new Tried.Stopped(Rejected.Why.AUTHENTICATION, failure.reason(), charges());
            };
        }

        /** What stops a further attempt is not why the model gave no answer. */
        private Tried passed(Cause cause, String reason) {
            boolean asked = failed != null || unknown > 0;
            Setback setback = asked && cause != Cause.FAILED
                    ? new Setback(
                            model.name(),
                            Cause.FAILED,
                            (failed == null ? "no answer within " + seconds(model.timeout()) : failed)
                                    + "; not asked again: " + reason)
                    : new Setback(model.name(), cause, reason);
            return new Tried.Passed(setback, charges());
        }

        boolean isUsageKnown() {
            return unknown == 0;
        }

        long tokens() {
            return usages.stream().mapToLong(Usage::total).sum();
        }

        private List<Charge> charges() {
            return usages.stream()
                    .filter(usage -> usage.total() > 0)
                    .map(usage -> new Charge(model.name(), usage, model.prices().cost(usage)))
                    .toList();
        }
    }

    private static final class NotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        private final int limit;

        NotPermitted(int limit) {
            super("too many requests", null, false, false);
            this.limit = limit;
        }
    }

    private TypedGuard<Reply> attempts() {
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

    private TypedGuard<Reply> attempt() {
        return TypedGuard.create(Reply.class)
                .withDescription("model " + model.name())
                .withCircuitBreaker()
                .requestVolumeThreshold(guarding.failuresToOpen())
                .failureRatio(1)
                .delay(guarding.open().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(guarding.successesToClose())
                .when(GuardedModel::isTheModels)
                .onStateChange(this::say)
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

    private void say(CircuitBreakerState state) {
        switch (state) {
            case OPEN -> LOG.warnf("Model %s has failed too often: not asked for %s", name(), seconds(guarding.open()));
            case HALF_OPEN -> LOG.infof("Model %s is tried again", name());
            case CLOSED -> LOG.infof("Model %s is well again", name());
        }
    }

    private static String seconds(Duration duration) {
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
