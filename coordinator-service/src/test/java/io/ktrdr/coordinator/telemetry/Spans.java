package io.ktrdr.coordinator.telemetry;

import static io.ktrdr.coordinator.Eventually.eventually;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Where spans are sent to in tests. */
@Singleton
public class Spans {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    @Produces
    @Singleton
    InMemorySpanExporter exporter() {
        return exporter;
    }

    public void startOver() {
        exporter.reset();
    }

    public List<SpanData> all() {
        return exporter.getFinishedSpanItems();
    }

    /** Those of this name, once there are so many. */
    public List<SpanData> await(String name, int howMany) {
        List<SpanData> found = new ArrayList<>();
        eventually(
                () -> {
                    found.clear();
                    all().stream().filter(span -> span.getName().equals(name)).forEach(found::add);
                    return found.size() >= howMany;
                },
                () -> name + " among " + all().stream().map(SpanData::getName).toList());
        return found;
    }

    public SpanData await(String name) {
        return await(name, 1).getFirst();
    }
}
