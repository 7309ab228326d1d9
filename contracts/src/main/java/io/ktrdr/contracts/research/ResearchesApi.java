package io.ktrdr.contracts.research;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a research that is over; each answer is a new research, which has {@code retry_of}. Served by every
 * coordinator. Keys and capacity as for a trigger; nothing of it asks a model.
 */
@Path("/api/v1/researches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface ResearchesApi {
    /**
     * 202: it is trained and backtested once more from its hashes and its seed, on whatever worker is free, and its result says in
     * {@code reproduction} whether every bit came out the same, and if not, what differs. 404 for what is no research; 409
     * {@code illegal_state} for one that was not completed.
     */
    @POST
    @Path("/{id}/reproduce")
    @ResponseStatus(202)
    Uni<TriggerResponse> reproduce(
            @PathParam("id") String id,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable ReproduceRequest request);

    /**
     * 202: its model is backtested on the last tenth of its dataset, which is locked otherwise. The reading is counted before it
     * happens, whatever becomes of it. 400 without reason or name; 409 {@code illegal_state} for one that was not backtested, or
     * whose dataset was cut before anything was held out.
     */
    @POST
    @Path("/{id}/holdout")
    @ResponseStatus(202)
    Uni<TriggerResponse> holdout(
            @PathParam("id") String id,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable HoldoutRequest request);
}
