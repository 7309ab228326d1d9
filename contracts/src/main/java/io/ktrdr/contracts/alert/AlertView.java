package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param rule           what it was raised by, e.g. {@code needs_attention}
 * @param severity       {@code info}, {@code warning} or {@code critical}
 * @param subject        whom it is about, e.g. an operation's id
 * @param message        for people
 * @param state          {@code active} or {@code resolved}; an acknowledged one is still active
 * @param value          what the rule's signal was at when it was raised; null for alerts of older releases
 * @param acknowledgedAt when somebody said that he knows; null: nobody has
 * @param note           what he said besides
 * @param service        whose it is: {@code coordinator} or {@code registry}
 * @param deliveries     who was told, as far as is known
 */
@Wire
public record AlertView(
        String alertId,
        String rule,
        String severity,
        String subject,
        String message,
        String state,
        @Nullable Double value,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String note,
        @Nullable String service,
        @Nullable List<AlertDelivery> deliveries) {}
