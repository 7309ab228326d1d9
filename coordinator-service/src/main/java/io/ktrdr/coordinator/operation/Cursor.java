package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/** Where a page ended: opaque to callers. */
record Cursor(OffsetDateTime createdAt, String id) {
    private static final int YEARS_OF_POSTGRES = 200_000;

    static Cursor after(OperationView last) {
        return new Cursor(last.createdAt().atOffset(ZoneOffset.UTC), last.operationId());
    }

    /** @throws ProblemException when it is none of ours */
    static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            if (space > 0 && OperationId.isOne(plain.substring(space + 1))) {
                OffsetDateTime at = Instant.parse(plain.substring(0, space)).atOffset(ZoneOffset.UTC);
                if (at.getYear() > 0 && at.getYear() < YEARS_OF_POSTGRES) {
                    return new Cursor(at, plain.substring(space + 1));
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // refused below
        }
        throw ProblemException.invalid("cursor", "is not a next_cursor of a page");
    }

    String text() {
        String plain = createdAt.toInstant() + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
