package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.operation.RetryRequest;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.research.HoldoutRequest;
import io.ktrdr.contracts.research.ReproduceRequest;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.coordinator.gate.GateProfile;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Resumption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks of a trigger, or of a retry, that need nothing but the request. */
final class TriggerInput {
    static final int MAX_BRIEF_BYTES = 16 * 1024;
    static final int MAX_STRATEGY_BYTES = 64 * 1024;
    private static final int MAX_NAME = 128;
    private static final int MAX_KEY = 255;
    private static final int MAX_REASON = 1_000;

    private TriggerInput() {}

    /** @throws ProblemException naming everything that is wrong */
    static void check(TriggerRequest request, @Nullable String idempotencyKey) {
        refuseTooLarge("brief", request.brief(), MAX_BRIEF_BYTES);
        refuseTooLarge("strategy", request.strategy(), MAX_STRATEGY_BYTES);
        refuse(violations(request, idempotencyKey));
    }

    /** Everything that is wrong with it; empty when nothing is. */
    static List<Violation> violations(TriggerRequest request, @Nullable String idempotencyKey) {
        return violations(request, idempotencyKey, name -> false);
    }

    /** @param others names that stand for operations which there are not yet */
    static List<Violation> violations(
            TriggerRequest request, @Nullable String idempotencyKey, Predicate<String> others) {
        List<Violation> violations = new ArrayList<>();
        if (request.brief() == null && request.strategy() == null) {
            violations.add(new Violation("brief", "a brief or a strategy is required"));
        }
        if (request.brief() != null && request.strategy() != null) {
            violations.add(new Violation("strategy", "give a brief or a strategy, not both"));
        }
        text(violations, "brief", request.brief(), MAX_BRIEF_BYTES);
        text(violations, "strategy", request.strategy(), MAX_STRATEGY_BYTES);
        text(violations, "dataset", request.dataset(), MAX_NAME);
        sender(violations, request.requestedBy(), idempotencyKey);
        gates(violations, request);
        violations.addAll(terms(request).violations(others));
        return violations;
    }

    private static void gates(List<Violation> violations, TriggerRequest request) {
        if (request.gates() != null && GateProfile.find(request.gates()).isEmpty()) {
            violations.add(new Violation("gates", "must be " + WireName.allowed(GateProfile.class)));
        }
        text(violations, "bypass_gates", request.bypassGates(), MAX_REASON);
        if (request.bypassGates() != null && request.requestedBy() == null) {
            violations.add(new Violation("requested_by", "is required: who bypasses the gates says so by name"));
        }
    }

    /** @throws ProblemException naming everything that is wrong */
    static void check(ReproduceRequest request, @Nullable String idempotencyKey) {
        List<Violation> violations = new ArrayList<>();
        sender(violations, request.requestedBy(), idempotencyKey);
        refuse(violations);
    }

    /** @throws ProblemException naming everything that is wrong */
    static void check(HoldoutRequest request, @Nullable String idempotencyKey) {
        List<Violation> violations = new ArrayList<>();
        sender(violations, request.requestedBy(), idempotencyKey);
        text(violations, "reason", request.reason(), MAX_REASON);
        if (request.reason() == null) {
            violations.add(new Violation("reason", "is required: why the held out data are looked at now"));
        }
        if (request.requestedBy() == null) {
            violations.add(new Violation("requested_by", "is required: who looks"));
        }
        refuse(violations);
    }

    /**
     * The phase with which a retry begins.
     *
     * @throws ProblemException naming everything that is wrong
     */
    static ResearchPhase check(RetryRequest request, @Nullable String idempotencyKey) {
        List<Violation> violations = new ArrayList<>();
        sender(violations, request.requestedBy(), idempotencyKey);
        String from = Objects.requireNonNullElse(request.fromPhase(), ResearchPhase.DESIGNING.wireName());
        Optional<ResearchPhase> phase = Resumption.PHASES.stream()
                .filter(known -> known.wireName().equals(from))
                .findFirst();
        if (phase.isEmpty()) {
            violations.add(new Violation("from_phase", "must be one of " + Resumption.names(Resumption.PHASES)));
        }
        refuse(violations);
        return phase.orElseThrow();
    }

    private static void sender(
            List<Violation> violations, @Nullable String requestedBy, @Nullable String idempotencyKey) {
        text(violations, "requested_by", requestedBy, MAX_NAME);
        text(violations, "Idempotency-Key", idempotencyKey, MAX_KEY);
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }

    /** Who forces; null when nobody does. */
    static @Nullable String forcedBy(@Nullable Boolean force, @Nullable String requestedBy) {
        return Boolean.TRUE.equals(force) ? Objects.requireNonNullElse(requestedBy, "unknown") : null;
    }

    static Terms.Asked terms(TriggerRequest request) {
        return new Terms.Asked(request.priority(), request.dependsOn(), request.onDependencyFailure(), request.locks());
    }

    private static void refuseTooLarge(String field, @Nullable String value, int maxBytes) {
        if (value != null && value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new ProblemException(
                    Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, field + " is larger than " + maxBytes / 1024 + " KiB"));
        }
    }

    private static void text(List<Violation> violations, String field, @Nullable String value, int maxLength) {
        if (value == null) {
            return;
        }
        if (value.isBlank()) {
            violations.add(new Violation(field, "must not be empty"));
        } else if (value.indexOf('\0') >= 0) {
            violations.add(new Violation(field, "must not contain NUL"));
        } else if (value.length() > maxLength) {
            violations.add(new Violation(field, "must not be longer than " + maxLength + " characters"));
        }
    }
}
