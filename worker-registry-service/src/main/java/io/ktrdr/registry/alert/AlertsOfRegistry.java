package io.ktrdr.registry.alert;

import io.ktrdr.alerts.AlertsConfig;
import io.ktrdr.alerts.delivery.Channels;
import io.ktrdr.alerts.rule.AlertRules;
import io.ktrdr.alerts.rule.Signal.Service;
import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.database.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The alerts of this service, by the rules that it can judge. */
final class AlertsOfRegistry {
    @Produces
    @Singleton
    Alerts alerts(Database database, AlertsConfig config, Channels channels) {
        return new Alerts(
                database, Service.REGISTRY, AlertRules.load(config.rules()).of(Service.REGISTRY), channels);
    }
}
