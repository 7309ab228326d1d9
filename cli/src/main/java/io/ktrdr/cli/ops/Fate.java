package io.ktrdr.cli.ops;

import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt's work.
 *
 * @param keptUntil  what it did until then led to something
 * @param heardUntil what it may have done after that is not known: nobody heard of it until it was given up
 * @param successor  the next attempt at the same, if there is one
 */
record Fate(Instant keptUntil, Instant heardUntil, @Nullable OperationView successor) {

    static Fate of(OperationView attempt, List<OperationView> all, List<OperationEvent> events) {
        Optional<OperationView> successor = all.stream()
                .filter(other ->
                        other.operationType() == attempt.operationType() && other.attempt() > attempt.attempt())
                .min(Comparator.comparingInt(OperationView::attempt));
        if (!isInVain(attempt)) {
            return new Fate(Instant.MAX, Instant.MAX, successor.orElse(null));
        }
        Instant saved = attempt.checkpointAt();
        Instant kept = successor.isPresent() && saved != null ? saved.truncatedTo(ChronoUnit.MILLIS) : Instant.EPOCH;
        Instant heard = heardUntil(attempt, events);
        return new Fate(kept, heard.isBefore(kept) ? kept : heard, successor.orElse(null));
    }

    private static boolean isInVain(OperationView attempt) {
        return attempt.status() == OperationStatus.FAILED || attempt.status() == OperationStatus.CANCELLED;
    }

    private static Instant heardUntil(OperationView attempt, List<OperationEvent> events) {
        return events.stream()
                .filter(event -> event.operationId().equals(attempt.operationId()))
                .filter(event -> event.detail().path("unheard_seconds").isNumber())
                .map(event -> event.at()
                        .minus(seconds(event.detail().path("unheard_seconds").decimalValue())))
                .map(at -> at.truncatedTo(ChronoUnit.MILLIS))
                .findFirst()
                .orElse(Instant.MAX);
    }

    private static Duration seconds(BigDecimal seconds) {
        return Duration.ofMillis(seconds.max(BigDecimal.ZERO).movePointRight(3).longValue());
    }

    /** The class of what it does at this moment, and until when at most that stays so. */
    Section sectionAt(Instant at) {
        if (at.isBefore(keptUntil)) {
            return new Section(TimeClass.RAN, keptUntil);
        }
        return at.isBefore(heardUntil)
                ? new Section(TimeClass.LOST, heardUntil)
                : new Section(TimeClass.UNHEARD, Instant.MAX);
    }

    record Section(TimeClass timeClass, Instant until) {}
}
