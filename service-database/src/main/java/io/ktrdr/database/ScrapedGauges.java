package io.ktrdr.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gauges that are read from the database when somebody scrapes, so that every process of a service says the same. Scrapes
 * that come at once share a reading. Without an answer in time these gauges are left out, and all others are still told.
 */
public final class ScrapedGauges extends Collector implements Collector.Describable {
    private static final Logger LOG = Logger.getLogger(ScrapedGauges.class);
    /** Less than scrapers wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Supplier<Uni<List<Family>>> reading;
    private final LongSupplier nanoTime;
    private final Counter failures;
    /** A reading that nobody waits for any more, and that the database may still be at. */
    private final AtomicBoolean underWay = new AtomicBoolean();

    private List<MetricFamilySamples> latest = List.of();
    private long latestAt;
    private boolean hasBeenRead;

    private ScrapedGauges(Supplier<Uni<List<Family>>> reading, LongSupplier nanoTime, Counter failures) {
        this.reading = reading;
        this.nanoTime = nanoTime;
        this.failures = failures;
    }

    /** All series of a name. */
    public record Family(String name, String help, List<String> labels, List<Series> series) {
        MetricFamilySamples samples() {
            return new MetricFamilySamples(
                    name,
                    Type.GAUGE,
                    help,
                    series.stream()
                            .map(one -> new MetricFamilySamples.Sample(name, labels, one.labels(), one.value()))
                            .toList());
        }
    }

    /** @param labels values in the order of the family's labels */
    public record Series(List<String> labels, double value) {}

    /** @param reading one statement, called when there is a scrape and at most once a second */
    public static void register(PrometheusMeterRegistry registry, Supplier<Uni<List<Family>>> reading) {
        Counter failures = Counter.builder("ktrdr.scrape.failures")
                .description("Scrapes for which the database did not answer in time")
                .register(registry);
        registry.getPrometheusRegistry().register(new ScrapedGauges(reading, System::nanoTime, failures));
    }

    /** Names are not asked for before there is a database. */
    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        if (!hasBeenRead || nanoTime.getAsLong() - latestAt >= FRESH.toNanos()) {
            latest = read();
            latestAt = nanoTime.getAsLong();
            hasBeenRead = true;
        }
        return latest;
    }

    private List<MetricFamilySamples> read() {
        if (!underWay.compareAndSet(false, true)) {
            failures.increment();
            return List.of();
        }
        try {
            List<Family> families = Uni.createFrom()
                    .deferred(reading::get)
                    .onTermination()
                    .invoke(() -> underWay.set(false))
                    .await()
                    .atMost(PATIENCE);
            List<MetricFamilySamples> samples = new ArrayList<>();
            families.forEach(family -> samples.add(family.samples()));
            return samples;
        } catch (RuntimeException e) {
            LOG.debugf(e, "Scraped without what the database knows");
            failures.increment();
            return List.of();
        }
    }
}
