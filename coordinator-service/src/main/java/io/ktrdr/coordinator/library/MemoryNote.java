package io.ktrdr.coordinator.library;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** What one research learned. */
@Entity
@Table(name = "memory_note")
@NullUnmarked // filled by Hibernate
class MemoryNote extends PanacheEntityBase {
    @Id
    @Column(name = "research_id")
    String researchId;

    @Column(name = "strategy_name")
    String strategyName;

    @Column(name = "strategy_sha256")
    String strategySha256;

    String family;

    @Column(name = "dataset_sha256")
    String datasetSha256;

    String verdict;

    /** Metrics and the assessment, as JSON. */
    String note;

    @Column(name = "created_at")
    Instant createdAt;

    static Uni<List<MemoryNote>> newest(int howMany) {
        return MemoryNote.<MemoryNote>findAll(Sort.descending("createdAt", "researchId"))
                .page(Page.ofSize(howMany))
                .list();
    }
}
