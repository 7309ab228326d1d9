package io.ktrdr.coordinator.alert;

import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Alerts of both services for people. */
final class AlertsResource implements AlertsApi {
    private final Alerts alerts;
    private final RegistryAlerts registry;
    private final UriInfo uri;

    AlertsResource(Alerts alerts, RegistryAlerts registry, UriInfo uri) {
        this.alerts = alerts;
        this.registry = registry;
        this.uri = uri;
    }

    @Override
    public Uni<AlertList> list(@Nullable String state) {
        QueryParameters.allowOnly(uri, "state");
        return alerts.list(state).chain(own -> registry.with(own, state));
    }

    @Override
    public Uni<AlertView> acknowledge(String id, @Nullable AlertAcknowledgement acknowledgement) {
        QueryParameters.allowOnly(uri);
        return registry.orElse(alerts.acknowledge(id, acknowledgement), id, acknowledgement);
    }
}
