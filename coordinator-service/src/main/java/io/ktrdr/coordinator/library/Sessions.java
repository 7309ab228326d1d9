package io.ktrdr.coordinator.library;

import io.ktrdr.database.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Sessions of the ORM for the cold tables; an outage is told as the rest of this service tells it. */
@Singleton
public final class Sessions {
    private final Database database;

    Sessions(Database database) {
        this.database = database;
    }

    public <T> Uni<T> read(Supplier<Uni<T>> work) {
        return database.elsewhere(() -> Panache.withSession(work));
    }

    /** In one transaction. */
    public <T> Uni<T> write(Supplier<Uni<T>> work) {
        return database.elsewhere(() -> Panache.withTransaction(work));
    }
}
