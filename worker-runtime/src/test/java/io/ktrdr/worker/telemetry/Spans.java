package io.ktrdr.worker.telemetry;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where spans are sent to in tests. */
@Singleton
public class Spans {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    @Produces
    @Singleton
    InMemorySpanExporter exporter() {
        return exporter;
    }

    List<SpanData> all() {
        return exporter.getFinishedSpanItems();
    }

    /** The one of this name in this trace. */
    SpanData await(String name, String traceId) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            Optional<SpanData> found = all().stream()
                    .filter(span ->
                            span.getName().equals(name) && span.getTraceId().equals(traceId))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("no " + name + " among " + all());
    }
}
