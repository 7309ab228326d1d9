package io.ktrdr.coordinator.dataset;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A row of the catalogue; the bars themselves are the artifact of the same hash. */
@Entity
@NullUnmarked // filled by Hibernate
class Dataset extends PanacheEntityBase {
    private static final Sort NEWEST_FIRST = Sort.descending("importedAt", "sha256");

    @Id
    String sha256;

    String symbol;
    String timeframe;
    int bars;

    @Column(name = "first_bar")
    Instant firstBar;

    @Column(name = "last_bar")
    Instant lastBar;

    String source;

    /** The quality report, as JSON. */
    String quality;

    @Column(name = "imported_at")
    Instant importedAt;

    static Uni<List<Dataset>> newestFirst() {
        return listAll(NEWEST_FIRST);
    }

    static Uni<Dataset> newest() {
        return Dataset.<Dataset>findAll(NEWEST_FIRST).firstResult();
    }

    static Uni<List<Dataset>> named(String symbol, String timeframe) {
        return list("symbol = ?1 and timeframe = ?2", NEWEST_FIRST, symbol, timeframe);
    }
}
