package io.ktrdr.coordinator.artifact;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.artifact.ArtifactsApi;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.mutiny.Uni;

/** Artifacts over REST. */
final class ArtifactsResource implements ArtifactsApi {
    private final ArtifactStore store;

    ArtifactsResource(ArtifactStore store) {
        this.store = store;
    }

    @Override
    public Uni<Void> put(String sha256, byte[] content) {
        requireHash(sha256);
        if (!Sha256.of(content).equals(sha256)) {
            throw ProblemException.invalid("sha256", "the bytes have another hash: " + Sha256.of(content));
        }
        return store.put(content).replaceWithVoid();
    }

    @Override
    public Uni<byte[]> get(String sha256) {
        requireHash(sha256);
        return store.get(sha256)
                .map(content -> content.orElseThrow(() -> ProblemException.notFound("artifact", sha256)));
    }

    private static void requireHash(String sha256) {
        if (!Sha256.isOne(sha256)) {
            throw ProblemException.invalid("sha256", "must be 64 lower-case hex digits");
        }
    }
}
