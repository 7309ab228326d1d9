package io.ktrdr.contracts.sync;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by the registry, called by the ticking coordinator only. */
@Path("/api/v1/sync")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface SyncApi {
    /** 409 {@code stale_sync} when {@code (epoch, seq)} is below the stored pair, which it names. */
    @POST
    Uni<SyncResponse> sync(SyncRequest request);
}
