package io.ktrdr.contracts.lock;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by every coordinator. */
@Path("/api/v1/locks")
@Produces(MediaType.APPLICATION_JSON)
public interface LocksApi {
    @GET
    Uni<LockList> list();
}
