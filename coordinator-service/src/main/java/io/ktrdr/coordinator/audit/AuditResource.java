package io.ktrdr.coordinator.audit;

import io.ktrdr.contracts.audit.AuditApi;
import io.ktrdr.contracts.audit.AuditReport;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;

/** For {@code ktrdr doctor --deep}. */
final class AuditResource implements AuditApi {
    private final Audit audit;
    private final UriInfo uri;

    AuditResource(Audit audit, UriInfo uri) {
        this.audit = audit;
        this.uri = uri;
    }

    @Override
    public Uni<AuditReport> report() {
        QueryParameters.allowOnly(uri);
        return audit.report();
    }
}
