package io.ktrdr.contracts.audit;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by every coordinator. Reads everything once: for people who suspect something, not for monitoring. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public interface AuditApi {
    @GET
    Uni<AuditReport> report();
}
