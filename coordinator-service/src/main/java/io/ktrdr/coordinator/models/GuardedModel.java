package io.ktrdr.coordinator.models;

import io.ktrdr.contracts.WireName;
import io.ktrdr.coordinator.models.Outcome.Rejected;
import io.ktrdr.coordinator.models.Setback.Cause;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A model that is not asked more often than is of use. */
final class GuardedModel {
    private static final String TOO_OFTEN = "it has failed too often of late";

    private final ConfiguredModel model;
    private final Provider provider;
    private final Clock clock;
    private final Allowance allowance;
    private final ModelGuards guards;
    private final ModelWatch watch;

    private volatile Instant waitUntil = Instant.MIN;
    private volatile ModelState.@Nullable Failure lastFailure;

    /** @param chance 0 to 1, different each time */
    GuardedModel(
            ConfiguredModel model,
            Provider provider,
            Guarding guarding,
            Clock clock,
            DoubleSupplier chance,
            ModelWatch watch) {
        this.model = model;
        this.provider = provider;
        this.clock = clock;
        this.allowance = new Allowance(model.requestsPerMinute(), model.tokensPerDay(), clock);
        this.guards = new ModelGuards(model, guarding, chance);
        this.watch = watch;
    }

    /** What came of asking this model. */
    sealed interface Tried {
        record Replied(Reply reply) implements Tried {}

        /** Another one may do better. */
        record Passed(Setback setback) implements Tried {}

        /** Another one is not asked. */
        record Stopped(Rejected.Why why, String reason) implements Tried {}

        /** The meter pays for no other one either. */
        record Unpaid(String reason) implements Tried {}
    }

    Optional<LocalDate> knowledgeCutoff() {
        return Optional.ofNullable(model.knowledgeCutoff());
    }

    String name() {
        return model.name();
    }

    Prices prices() {
        return model.prices();
    }

    ModelState state() {
        Instant until = waitUntil;
        return new ModelState(
                model.name(),
                model.kind().word(),
                model.model(),
                model.baseUrl(),
                model.prices(),
                guards.circuit(),
                until.equals(Instant.MIN) ? Optional.empty() : Optional.of(until),
                allowance.requests(),
                allowance.tokens(),
                model.contextWindow(),
                Optional.ofNullable(lastFailure));
    }

    void usedToday(long used) {
        allowance.usedToday(used);
    }

    Tried ask(Question question, Bill bill) throws InterruptedException {
        Instant until = waitUntil;
        if (clock.instant().isBefore(until)) {
            return new Tried.Passed(setback(Cause.ASKED_TO_WAIT, "its provider wants to be left alone until " + until));
        }
        return new Asking(question, bill).run();
    }

    private Setback setback(Cause cause, String reason) {
        return new Setback(model.name(), cause, reason);
    }

    /** One question to this model, with all its attempts. */
    private final class Asking {
        private final Question question;
        private final Bill bill;
        private final long tokens;
        private final BigDecimal atMost;
        /** Why the last request that was sent failed. */
        private @Nullable String failed;

        Asking(Question question, Bill bill) {
            this.question = question;
            this.bill = bill;
            Size size = Size.of(question);
            this.tokens = size.total();
            this.atMost = model.prices().atMost(size);
        }

        Tried run() throws InterruptedException {
            try {
                return new Tried.Replied(guards.attempts().call(this::attempt));
            } catch (CallFailure e) {
                return gaveUp(e);
            } catch (TimeoutException e) {
                return new Tried.Passed(setback(Cause.FAILED, tooLate()));
            } catch (NotSent e) {
                return notSent(e.why);
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("requests fail in no other way", e);
            }
        }

        private Reply attempt() throws Exception {
            if (guards.circuit() == ModelState.Circuit.OPEN) {
                throw new NotSent(new Tried.Passed(setback(Cause.CIRCUIT_OPEN, TOO_OFTEN)));
            }
            return switch (allowance.take(tokens)) {
                case Allowance.Decision.Denied denied ->
                    throw new NotSent(new Tried.Passed(setback(denied.cause(), denied.reason())));
                case Allowance.Decision.Taken taken -> send(taken, reserved(taken));
            };
        }

        private Meter.Reservation reserved(Allowance.Decision.Taken taken) throws NotSent, InterruptedException {
            boolean granted = false;
            try {
                Meter.Reservation reservation = switch (bill.reserve(model.name(), atMost)) {
                    case Meter.Decision.Granted yes -> yes.reservation();
                    case Meter.Decision.TooDear no ->
                        throw new NotSent(new Tried.Passed(setback(Cause.TOO_DEAR, no.reason())));
                    case Meter.Decision.Stop stop -> throw new NotSent(new Tried.Unpaid(stop.reason()));
                };
                granted = true;
                return reservation;
            } finally {
                if (!granted) {
                    taken.notSent();
                }
            }
        }

        /** When it is interrupted nobody knows what it took: all that was set aside for it stays so. */
        private Reply send(Allowance.Decision.Taken taken, Meter.Reservation reservation) throws Exception {
            Reply reply;
            ModelWatch.Call call = watch.sends(model.kind().word(), model.model());
            try {
                reply = guards.request().call(() -> provider.ask(question));
                call.answered(reply.usage());
            } catch (CallFailure e) {
                call.failed(WireName.of(e.fault()), e.usage());
                failed(e.reason());
                settle(taken, reservation, e.usage());
                throw e;
            } catch (TimeoutException e) {
                call.failed("timeout", null);
                failed(tooLate());
                settle(taken, reservation, null);
                throw e;
            } catch (CircuitBreakerOpenException e) {
                // it opened just now, or enough others are trying it
                call.notSent();
                taken.notSent();
                bill.settle(reservation, charge(Usage.NONE));
                throw new NotSent(new Tried.Passed(setback(Cause.CIRCUIT_OPEN, TOO_OFTEN)));
            } catch (InterruptedException e) {
                call.failed("cancelled", null);
                throw e;
            } catch (Exception e) {
                call.failed("fault", null);
                throw e;
            }
            settle(taken, reservation, reply.usage());
            return reply;
        }

        private void failed(String reason) {
            failed = reason;
            lastFailure = new ModelState.Failure(clock.instant(), reason);
        }

        /** @param usage null when nobody knows */
        private void settle(Allowance.Decision.Taken taken, Meter.Reservation reservation, @Nullable Usage usage)
                throws InterruptedException {
            taken.used(usage == null ? tokens : usage.total());
            bill.settle(
                    reservation, usage == null ? new Charge(model.name(), Optional.empty(), atMost) : charge(usage));
        }

        private Charge charge(Usage usage) {
            return new Charge(model.name(), Optional.of(usage), model.prices().cost(usage));
        }

        private String tooLate() {
            return "no answer within " + ModelGuards.seconds(model.timeout());
        }

        private Tried gaveUp(CallFailure failure) {
            Duration retryAfter = failure.retryAfter();
            if (retryAfter != null && failure.fault().mayBeRetried()) {
                waitUntil = clock.instant().plus(retryAfter);
            }
            return switch (failure.fault()) {
                case TEMPORARY, UNUSABLE -> new Tried.Passed(setback(Cause.FAILED, failure.reason()));
                case INVALID_REQUEST -> new Tried.Stopped(Rejected.Why.INVALID_REQUEST, failure.reason());
                case AUTHENTICATION -> new Tried.Stopped(Rejected.Why.AUTHENTICATION, failure.reason());
            };
        }

        /** What stops a further attempt is not why the model gave no answer. */
        private Tried notSent(Tried why) {
            return failed != null && why instanceof Tried.Passed passed
                    ? new Tried.Passed(setback(
                            Cause.FAILED,
                            failed + "; not asked again: " + passed.setback().reason()))
                    : why;
        }
    }

    /** Kept from being sent, by us. */
    private static final class NotSent extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Tried why;

        NotSent(Tried why) {
            super("not sent", null, false, false);
            this.why = why;
        }
    }
}
