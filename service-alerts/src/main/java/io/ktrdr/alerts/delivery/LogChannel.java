package io.ktrdr.alerts.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The log of the service. */
record LogChannel(Duration timeout) implements Channel {
    private static final Logger LOG = Logger.getLogger(LogChannel.class);

    @Override
    public Uni<Void> send(Message message) {
        return Uni.createFrom().item(() -> {
            switch (message.event()) {
                case RAISED ->
                    LOG.warnf(
                            "Alert %s: %s (%s)", message.alertId(), Message.plain(message.text()), message.severity());
                case RESOLVED -> LOG.infof("Resolved %s: %s", message.alertId(), Message.plain(message.text()));
            }
            return null;
        });
    }
}
