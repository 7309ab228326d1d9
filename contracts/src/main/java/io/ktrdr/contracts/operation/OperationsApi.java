package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.contracts.lock.MoreLocks;
import io.ktrdr.contracts.research.TriggerResponse;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. */
@Path("/api/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
public interface OperationsApi {
    /** Newest first; {@code limit} 1..500, default 50. */
    @GET
    Uni<OperationPage> list(
            @Nullable @QueryParam("operation_type") String operationType,
            @Nullable @QueryParam("status") String status,
            @Nullable @QueryParam("limit") String limit,
            @Nullable @QueryParam("cursor") String cursor);

    @GET
    @Path("/{id}")
    Uni<OperationView> show(@PathParam("id") String id);

    @GET
    @Path("/{id}/children")
    Uni<OperationPage> children(@PathParam("id") String id);

    @GET
    @Path("/{id}/events")
    Uni<OperationEventList> events(@PathParam("id") String id);

    /** All that dependencies connect with it, near and far, and what depends on what. */
    @GET
    @Path("/{id}/graph")
    Uni<OperationGraph> graph(@PathParam("id") String id);

    /**
     * Several researches and tasks at once, that may depend on each other by name: all of them, or none. Researches of a batch wait
     * in line. 400 naming the cycle when they depend on each other in a circle; otherwise refused as each alone would be.
     */
    @POST
    @Path("/batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    Uni<BatchResponse> batch(
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey, @Nullable BatchRequest request);

    /**
     * More locks for an operation that is under way. Where they are not free it gives its worker or agent back and waits for them;
     * it goes on from its last checkpoint. Asking again for what it has or waits for changes nothing. 409 {@code illegal_state} for
     * one that does not run.
     */
    @POST
    @Path("/{id}/locks")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    Uni<LockList> lock(@PathParam("id") String id, @Nullable MoreLocks request);

    /** 409 {@code illegal_state} for one that is over. */
    @POST
    @Path("/{id}/cancel")
    Uni<OperationView> cancel(@PathParam("id") String id);

    /**
     * Goes on with one that needs attention: what stood still is tried again. 409 {@code illegal_state} for one that does
     * not.
     */
    @POST
    @Path("/{id}/resume")
    Uni<OperationView> resume(@PathParam("id") String id);

    /**
     * 202 with the id of a new research, which has {@code retry_of}; the old one stays as it ended. Keys, capacity and
     * budget as for a trigger. 400 for a child of a research; 409 {@code illegal_state} for a research that is not over,
     * for a reproduction and a holdout reading, which are asked for anew of the research that they are about, and for a phase before which something was never completed. No body: everything is done again.
     */
    @POST
    @Path("/{id}/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    Uni<TriggerResponse> retry(
            @PathParam("id") String id,
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Nullable RetryRequest request);
}
