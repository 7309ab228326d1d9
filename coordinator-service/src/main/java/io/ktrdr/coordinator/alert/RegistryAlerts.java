package io.ktrdr.coordinator.alert;

import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.dispatch.OfRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The registry's alerts, for whoever asks the coordinator. Never waited for long. */
@Singleton
final class RegistryAlerts {
    private static final Logger LOG = Logger.getLogger(RegistryAlerts.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Comparator<AlertView> NEWEST_FIRST =
            Comparator.comparing(AlertView::raisedAt).reversed().thenComparing(AlertView::alertId);

    private final AlertsApi registry;

    RegistryAlerts(@OfRegistry AlertsApi registry) {
        this.registry = registry;
    }

    /** Our own and the registry's. When it does not answer, our own, and the answer says so. */
    Uni<AlertList> with(List<AlertView> own, @Nullable String state) {
        return registry.list(state)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(theirs -> new AlertList(merged(own, theirs.items()), false))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("The registry's alerts are not known: %s", failure.toString());
                    return new AlertList(own, true);
                });
    }

    private static List<AlertView> merged(List<AlertView> own, List<AlertView> theirs) {
        return Stream.concat(own.stream(), theirs.stream())
                .sorted(NEWEST_FIRST)
                .limit(Alerts.MOST)
                .toList();
    }

    /** What is not known here is the registry's, if anybody's. */
    Uni<AlertView> orElse(Uni<AlertView> own, String id, @Nullable AlertAcknowledgement acknowledgement) {
        return own.onFailure(RegistryAlerts::isUnknown)
                .recoverWithUni(() -> registry.acknowledge(id, acknowledgement)
                        .ifNoItem()
                        .after(TIMEOUT)
                        .fail()
                        .onFailure(failure -> !(failure instanceof ProblemException))
                        .transform(failure -> new ProblemException(
                                Problem.of(
                                        ProblemCode.UNAVAILABLE,
                                        "No alert " + id + " here, and the registry, whose it may be, does not answer"),
                                1)));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ProblemException problem && problem.code() == ProblemCode.NOT_FOUND;
    }
}
