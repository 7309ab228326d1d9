package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param rule     what it was raised by, e.g. {@code needs_attention}
 * @param severity {@code warning} or {@code critical}
 * @param subject  whom it is about, e.g. an operation's id
 * @param message  for people
 * @param state    {@code active} or {@code resolved}
 */
@Wire
public record AlertView(
        String alertId,
        String rule,
        String severity,
        String subject,
        String message,
        String state,
        Instant raisedAt,
        @Nullable Instant resolvedAt) {}
