package io.ktrdr.testpostgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that can be cut off from the service under test. */
public final class PostgresOnALine implements QuarkusTestResourceLifecycleManager {
    private final PostgresForTests postgres = new PostgresForTests();
    private @Nullable DatabaseLine line;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(postgres.start());
        DatabaseLine opened = new DatabaseLine(Objects.requireNonNull(settings.get("ktrdr.db.address")));
        line = opened;
        settings.put("ktrdr.db.address", opened.address());
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(line, new TestInjector.MatchesType(DatabaseLine.class));
    }

    @Override
    public void stop() {
        if (line != null) {
            line.close();
        }
        postgres.stop();
    }
}
