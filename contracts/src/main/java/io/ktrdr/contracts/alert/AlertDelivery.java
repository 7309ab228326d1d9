package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message about an alert. Neither delivered nor failed: it is tried again.
 *
 * @param deliveryId  in the message too: a receiver may get it twice
 * @param channel     as it is configured
 * @param event       {@code raised} or {@code resolved}
 * @param attempts    how often it was tried
 * @param failedAt    when it was given up
 * @param lastError   why the last attempt failed
 */
@Wire
public record AlertDelivery(
        String deliveryId,
        String channel,
        String event,
        int attempts,
        @Nullable Instant deliveredAt,
        @Nullable Instant failedAt,
        @Nullable String lastError) {}
