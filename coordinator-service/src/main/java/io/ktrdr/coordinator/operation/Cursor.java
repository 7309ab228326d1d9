package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/** Where a page ended: opaque to callers. */
public record Cursor(OffsetDateTime createdAt, String id) {
    private static final int YEARS_OF_POSTGRES = 200_000;

    public static Cursor after(Instant createdAt, String id) {
        return new Cursor(createdAt.atOffset(ZoneOffset.UTC), id);
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

    public String text() {
        String plain = createdAt.toInstant() + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
