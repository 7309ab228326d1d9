package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.contracts.sync.SyncApi;
import io.ktrdr.contracts.worker.WorkersApi;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** The registry's interfaces as clients. */
@Singleton
final class RegistryClients {
    @Produces
    @Singleton
    SyncApi sync(RegistryConfig config) {
        return client(config, SyncApi.class);
    }

    @Produces
    @Singleton
    WorkersApi workers(RegistryConfig config) {
        return client(config, WorkersApi.class);
    }

    /** Of the registry: a coordinator serves the same interface. */
    @Produces
    @Singleton
    @OfRegistry
    AlertsApi alerts(RegistryConfig config) {
        return client(config, AlertsApi.class);
    }

    private static <T> T client(RegistryConfig config, Class<T> api) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(500, TimeUnit.MILLISECONDS)
                .readTimeout(2, TimeUnit.SECONDS)
                // what is worth a span has one, made by hand
                .httpClientOptions(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE))
                .register(new ProblemReader())
                .build(api);
    }
}
