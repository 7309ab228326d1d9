package io.ktrdr.alerts.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Where people hear of alerts. */
sealed interface Channel permits LogChannel, WebhookChannel, EmailChannel {
    /**
     * Tells it once. What goes wrong fails the Uni: with {@link NotDelivered} in words that may be shown, everything else is
     * shown by its class alone.
     */
    Uni<Void> send(Message message);

    /** How long that may take. */
    Duration timeout();

    /** Why something was not delivered, without anything that is secret. */
    final class NotDelivered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotDelivered(String why) {
            super(why, null, false, false);
        }
    }
}
