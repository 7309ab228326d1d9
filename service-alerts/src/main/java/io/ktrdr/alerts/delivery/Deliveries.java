package io.ktrdr.alerts.delivery;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.database.Database;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Sends what was written down to be sent, again and again until it has arrived or a day has passed. Any number of processes may
 * do so over the same tables. A message that arrived, and whose arrival could not be written down, arrives twice.
 */
@Singleton
public final class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    private static final int AT_ONCE = 16;
    /** Beyond the channel's timeout: for the way to the database and back. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final Database database;
    private final Channels channels;

    public Deliveries(Database database, Channels channels) {
        this.database = database;
        this.channels = channels;
    }

    private record Claimed(Message message, String channel, int attempt) {}

    @Scheduled(every = "{ktrdr.alerts.send-interval}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return sendDue()
                // an outage of the database: already in the log
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    /** Until nothing is due. */
    public Uni<Void> sendDue() {
        return claim().chain(claimed -> claimed.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(claimed.stream().map(this::send).toList())
                        .andCollectFailures()
                        .chain(() -> claimed.size() < AT_ONCE ? Uni.createFrom().voidItem() : sendDue()));
    }

    private Uni<List<Claimed>> claim() {
        Tuple values = Tuple.of(channels.names().toArray(String[]::new), AT_ONCE, lease().toMillis());
        return database.execute(DeliverySql.CLAIM, values).map(rows -> {
            List<Claimed> claimed = new ArrayList<>();
            rows.forEach(row ->
                    claimed.add(new Claimed(message(row), row.getString("channel"), row.getInteger("attempts"))));
            return claimed;
        });
    }

    private Duration lease() {
        return channels.longestTimeout().plus(MARGIN);
    }

    private static Message message(Row row) {
        OffsetDateTime resolvedAt = row.getOffsetDateTime("resolved_at");
        Message.Event event = WireName.parse(Message.Event.class, row.getString("event"));
        return new Message(
                row.getString("delivery_id"),
                event,
                row.getString("alert_id"),
                row.getString("rule"),
                row.getString("severity"),
                row.getString("subject"),
                row.getString("message"),
                row.getDouble("value"),
                row.getOffsetDateTime("raised_at").toInstant(),
                // when that it was raised comes late, it may be resolved already
                event == Message.Event.RAISED || resolvedAt == null ? null : resolvedAt.toInstant());
    }

    private Uni<Void> send(Claimed claimed) {
        Channel channel = channels.get(claimed.channel());
        return Uni.createFrom()
                .deferred(() -> channel.send(claimed.message()))
                .ifNoItem()
                .after(channel.timeout())
                .fail()
                .chain(() -> delivered(claimed))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(failure -> failed(claimed, inWords(failure, channel)))
                // an outage of the database: already in the log; the lease runs out, and it is sent again
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    private Uni<Void> delivered(Claimed claimed) {
        return database.execute(
                        DeliverySql.DELIVERED, Tuple.of(claimed.message().deliveryId()))
                .replaceWithVoid();
    }

    private Uni<Void> failed(Claimed claimed, String why) {
        if (claimed.attempt() == 1 || claimed.attempt() >= Backoff.MOST_ATTEMPTS) {
            LOG.warnf(
                    "Channel %s does not take alert %s: %s; %s",
                    claimed.channel(),
                    claimed.message().alertId(),
                    why,
                    claimed.attempt() == 1 ? "it is tried again" : "given up");
        }
        Duration wait =
                Backoff.after(claimed.attempt(), ThreadLocalRandom.current().nextDouble());
        Tuple values = Tuple.of(
                claimed.message().deliveryId(), claimed.attempt(), wait.toMillis(), why, Backoff.MOST_ATTEMPTS);
        return database.execute(DeliverySql.FAILED, values).replaceWithVoid();
    }

    private static String inWords(Throwable failure, Channel channel) {
        return switch (failure) {
            case Channel.NotDelivered notDelivered -> String.valueOf(notDelivered.getMessage());
            case TimeoutException timeout ->
                "no answer within " + channel.timeout().toMillis() + " ms";
            default -> failure.getClass().getSimpleName();
        };
    }
}
