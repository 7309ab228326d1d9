package io.ktrdr.coordinator.artifact;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Bytes under their own hash, in Postgres, so that every replica and every worker sees them. Never changed. */
@Singleton
public final class ArtifactStore {
    private static final String PUT =
            "INSERT INTO artifact (sha256, content) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    private static final String GET = "SELECT content FROM artifact WHERE sha256 = $1";
    private static final String MISSING = """
            SELECT named FROM unnest($1::text[]) AS named
             WHERE NOT EXISTS (SELECT 1 FROM artifact WHERE sha256 = named)
            """;

    private final Database database;

    ArtifactStore(Database database) {
        this.database = database;
    }

    /** @return its hash */
    public Uni<String> put(byte[] content) {
        String sha256 = Sha256.of(content);
        return database.executeLong(PUT, Tuple.of(sha256, io.vertx.core.buffer.Buffer.buffer(content)))
                .replaceWith(sha256);
    }

    public Uni<Optional<byte[]>> get(String sha256) {
        return database.executeLong(GET, Tuple.of(sha256))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(bytes(rows.iterator().next().getBuffer("content"))));
    }

    private static byte[] bytes(Buffer buffer) {
        return buffer.getBytes();
    }

    /** Those that have not been stored. */
    public Uni<List<String>> missing(Collection<String> sha256s) {
        if (sha256s.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.execute(MISSING, Tuple.of(sha256s.toArray(String[]::new)))
                .map(rows -> {
                    List<String> missing = new ArrayList<>();
                    rows.forEach(row -> missing.add(row.getString("named")));
                    return missing;
                });
    }
}
