package io.ktrdr.coordinator.readiness;

import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.contracts.lock.LocksApi;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;

/** Who has what, and who waits for it. */
final class LocksResource implements LocksApi {
    private final LockView view;

    private final UriInfo uri;

    LocksResource(LockView view, UriInfo uri) {
        this.uri = uri;
        this.view = view;
    }

    @Override
    public Uni<LockList> list() {
        QueryParameters.allowOnly(uri);
        return view.list();
    }
}
