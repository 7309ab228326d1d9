package io.ktrdr.coordinator.library;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A strategy that was designed or brought along, under the hash of its canonical text. */
@Entity
@NullUnmarked // filled by Hibernate
class Strategy extends PanacheEntityBase {
    @Id
    String sha256;

    String name;
    String yaml;

    @Column(name = "created_at")
    Instant createdAt;

    static Uni<Strategy> newestNamed(String name) {
        return find("name = ?1", Sort.descending("createdAt", "sha256"), name).firstResult();
    }

    static Uni<List<String>> existing(Collection<String> names) {
        return getSession()
                .chain(session -> session.createQuery(
                                "select distinct s.name from Strategy s where s.name in ?1", String.class)
                        .setParameter(1, names)
                        .getResultList());
    }

    static Uni<List<Strategy>> newestOfEachName(String after, int howMany) {
        return Strategy.<Strategy>find("""
                        from Strategy s
                         where s.name > ?1
                           and not exists (
                             from Strategy t
                              where t.name = s.name
                                and (t.createdAt > s.createdAt or t.createdAt = s.createdAt and t.sha256 > s.sha256))
                         order by s.name""", after).page(Page.ofSize(howMany)).list();
    }
}
