package io.ktrdr.registry.sync;

import io.ktrdr.contracts.sync.SyncApi;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncResponse;
import io.smallrye.mutiny.Uni;

final class SyncResource implements SyncApi {
    private final Syncs syncs;

    SyncResource(Syncs syncs) {
        this.syncs = syncs;
    }

    @Override
    public Uni<SyncResponse> sync(SyncRequest request) {
        SyncMessages.check(request);
        return syncs.sync(request);
    }
}
