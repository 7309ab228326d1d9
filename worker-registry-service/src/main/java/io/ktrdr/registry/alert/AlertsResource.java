package io.ktrdr.registry.alert;

import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The registry's own alerts. */
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
        return alerts.list(state).map(items -> new AlertList(items, false));
    }

    @Override
    public Uni<AlertView> acknowledge(String id, @Nullable AlertAcknowledgement acknowledgement) {
        QueryParameters.allowOnly(uri);
        return alerts.acknowledge(id, acknowledgement);
    }
}
