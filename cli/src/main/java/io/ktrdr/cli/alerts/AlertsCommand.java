package io.ktrdr.cli.alerts;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What somebody should look at. */
@Command(name = "alerts", description = "What somebody should look at, newest first.")
public class AlertsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "active|resolved|all",
            description = "Those that still stand (default), those that do not any more, or both.")
    State state = State.ACTIVE;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    enum State {
        ACTIVE,
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
                        () -> services.answer(() -> services.alerts().list(state.asked())),
                        AlertsCommand::text,
                        alerts ->
                                alerts.items().stream().map(AlertView::alertId).toList())
                .show(watch);
    }

    private static List<String> text(AlertList alerts) {
        Table table = new Table("SEVERITY", "STATE", "RAISED", "RESOLVED", "MESSAGE");
        for (AlertView alert : alerts.items()) {
            table.row(
                    alert.severity(), alert.state(), time(alert.raisedAt()), time(alert.resolvedAt()), alert.message());
        }
        return table.lines();
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
