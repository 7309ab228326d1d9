package io.ktrdr.coordinator;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Registry and workers around the coordinator under test, and a loop that turns by hand. */
public final class FakeWorld implements QuarkusTestResourceLifecycleManager {
    private final FakeRegistry registry = new FakeRegistry();
    private final FakeWorkers workers = new FakeWorkers();

    @Override
    public Map<String, String> start() {
        registry.open();
        workers.open();
        return Map.of(
                "ktrdr.registry.url", registry.url(),
                "ktrdr.tick.interval", "off",
                // a test that thinks for long between its turns goes on leading
                "ktrdr.tick.leader-lease", "1h",
                "ktrdr.tick.page-size", "10",
                // every tick speaks to the registry, and a slow machine is no outage
                "ktrdr.tick.sync-interval", "0s",
                "ktrdr.tick.sync-timeout", "10s",
                "ktrdr.stub", "true",
                "ktrdr.stub.duration", "0s",
                "ktrdr.concurrency.queue-size", "2");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(registry, new TestInjector.MatchesType(FakeRegistry.class));
        injector.injectIntoFields(workers, new TestInjector.MatchesType(FakeWorkers.class));
    }

    @Override
    public void stop() {
        registry.close();
        workers.close();
    }
}
