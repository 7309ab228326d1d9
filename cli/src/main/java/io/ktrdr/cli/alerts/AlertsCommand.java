package io.ktrdr.cli.alerts;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.alert.AlertDelivery;
import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What somebody should look at. */
@Command(
        name = "alerts",
        description = "What somebody should look at, newest first.",
        subcommands = AlertsAckCommand.class)
public class AlertsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "active|acknowledged|resolved|all",
            description = "Those that still stand (default), those of them that somebody knows about, those that do not"
                    + " stand any more, or all.")
    State state = State.ACTIVE;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    private boolean toldThatSomeAreMissing;

    enum State {
        ACTIVE,
        ACKNOWLEDGED,
        RESOLVED,
        ALL;

        /** As the coordinator knows it; null for all. */
        @Nullable
        String asked() {
            return this == ALL ? null : toString();
        }

        /** As it is typed, and completed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> toldWhatIsMissing(
                                session, services.answer(() -> services.alerts().list(state.asked()))),
                        AlertsCommand::text,
                        alerts ->
                                alerts.items().stream().map(AlertView::alertId).toList())
                .show(watch);
    }

    private AlertList toldWhatIsMissing(Session session, AlertList alerts) {
        if (alerts.registryUnreachable() && !toldThatSomeAreMissing) {
            session.err().println("The registry does not answer: what it has to say about workers is missing here");
            session.err().flush();
        }
        toldThatSomeAreMissing = alerts.registryUnreachable();
        return alerts;
    }

    private static List<String> text(AlertList alerts) {
        Table table = new Table("SEVERITY", "STATE", "RAISED", "RESOLVED", "ID", "MESSAGE");
        for (AlertView alert : alerts.items()) {
            table.row(
                    alert.severity(),
                    state(alert),
                    time(alert.raisedAt()),
                    time(alert.resolvedAt()),
                    alert.alertId(),
                    alert.message() + notDelivered(alert));
        }
        return table.lines();
    }

    private static String state(AlertView alert) {
        boolean known = alert.resolvedAt() == null && alert.acknowledgedAt() != null;
        return known ? "known to " + alert.acknowledgedBy() : alert.state();
    }

    /** What was given up. */
    private static String notDelivered(AlertView alert) {
        List<AlertDelivery> deliveries = alert.deliveries() == null ? List.of() : alert.deliveries();
        String channels = deliveries.stream()
                .filter(delivery -> delivery.failedAt() != null)
                .map(AlertDelivery::channel)
                .distinct()
                .collect(Collectors.joining(", "));
        return channels.isEmpty() ? "" : " (not delivered by " + channels + ")";
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
