package io.ktrdr.cli.alerts;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.alert.AlertView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Somebody knows. */
@Command(
        name = "ack",
        description = "Say that you know about an alert. It goes on until what it is about does not stand any more.")
public class AlertsAckCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The alert.")
    String id;

    @Option(names = "--by", paramLabel = "NAME", description = "Who knows; else your user name.")
    @Nullable
    String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "For those who come after you.")
    @Nullable
    String note;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        AlertAcknowledgement said = new AlertAcknowledgement(by == null ? System.getProperty("user.name") : by, note);
        AlertView alert = services.answer(() -> services.alerts().acknowledge(id, said));
        if (session.json()) {
            session.printDocument(alert);
        } else {
            session.out()
                    .println(session.quiet() ? alert.alertId() : alert.acknowledgedBy() + " knows: " + alert.message());
        }
        return ExitCode.OK.number();
    }
}
