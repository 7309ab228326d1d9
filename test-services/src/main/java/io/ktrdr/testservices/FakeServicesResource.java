package io.ktrdr.testservices;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The services of the worker that runs as the application under test. */
public final class FakeServicesResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable FakeServices services;

    @Override
    public Map<String, String> start() {
        FakeServices started = new FakeServices();
        services = started;
        return Map.of(
                "ktrdr.registry.url", started.uri().toString(),
                "ktrdr.coordinator.urls", started.uri().toString(),
                // a new one each time: it remembers the highest token
                "ktrdr.worker.home",
                        Path.of("target", "worker-home", UUID.randomUUID().toString())
                                .toAbsolutePath()
                                .toString());
    }

    @Override
    public void inject(TestInjector injector) {
        if (services != null) {
            injector.injectIntoFields(services, new TestInjector.MatchesType(FakeServices.class));
        }
    }

    @Override
    public void stop() {
        if (services != null) {
            services.close();
        }
    }
}
