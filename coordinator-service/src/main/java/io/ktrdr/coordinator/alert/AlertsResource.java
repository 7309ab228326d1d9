package io.ktrdr.coordinator.alert;

import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Reading alerts. */
final class AlertsResource implements AlertsApi {
    private final Alerts alerts;

    private final UriInfo uri;

    AlertsResource(Alerts alerts, UriInfo uri) {
        this.alerts = alerts;
        this.uri = uri;
    }

    @Override
    public Uni<AlertList> list(@Nullable String state) {
        QueryParameters.allowOnly(uri, "state");
        return alerts.list(
                switch (state) {
                    case null -> null;
                    case "active" -> true;
                    case "resolved" -> false;
                    default -> throw ProblemException.invalid("state", "must be active or resolved");
                });
    }
}
