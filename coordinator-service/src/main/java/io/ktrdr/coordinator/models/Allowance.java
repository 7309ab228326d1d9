package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.Setback.Cause;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/** What a model may be sent: kept before its provider has to refuse. Counted by this process. */
final class Allowance {
    private final OptionalLong perMinute;
    private final OptionalLong perDay;
    private final RequestsOfMinute requests;
    private final DailyTokens tokens;

    Allowance(OptionalLong perMinute, OptionalLong perDay, Clock clock) {
        this.perMinute = perMinute;
        this.perDay = perDay;
        this.requests = new RequestsOfMinute(perMinute.orElse(Long.MAX_VALUE), clock);
        this.tokens = new DailyTokens(perDay.orElse(Long.MAX_VALUE), clock);
    }

    /** Whether one request may be sent. */
    sealed interface Decision {
        record Denied(Cause cause, String reason) implements Decision {}

        /** One request, and all tokens that it may need, are taken. */
        final class Taken implements Decision {
            private final Allowance from;
            private final Instant request;
            private final DailyTokens.Reservation reserved;

            private Taken(Allowance from, Instant request, DailyTokens.Reservation reserved) {
                this.from = from;
                this.request = request;
                this.reserved = reserved;
            }

            /** The rest of the tokens is given back. */
            void used(long tokens) {
                from.tokens.settle(reserved, tokens);
            }

            void notSent() {
                from.requests.giveBack(request);
                used(0);
            }
        }
    }

    /** @param needed tokens at most, at least 1 */
    Decision take(long needed) {
        DailyTokens.Reservation reserved = tokens.reserve(needed);
        if (!reserved.isGranted()) {
            return new Decision.Denied(
                    Cause.TOKENS_OF_DAY,
                    "up to " + needed + " tokens are needed, " + tokens.left() + " of today's " + perDay.orElse(0)
                            + " are left");
        }
        return requests.take()
                .<Decision>map(request -> new Decision.Taken(this, request, reserved))
                .orElseGet(() -> {
                    tokens.settle(reserved, 0);
                    return new Decision.Denied(
                            Cause.REQUESTS_OF_MINUTE,
                            perMinute.orElse(0) + " requests in a minute are all it may be sent");
                });
    }

    void usedToday(long used) {
        tokens.atLeast(used);
    }

    ModelState.Used requests() {
        return new ModelState.Used(requests.sent(), perMinute);
    }

    ModelState.Used tokens() {
        return new ModelState.Used(tokens.taken(), perDay);
    }
}
