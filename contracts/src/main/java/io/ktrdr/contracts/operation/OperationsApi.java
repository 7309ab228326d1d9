package io.ktrdr.contracts.operation;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
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

    /** 409 {@code illegal_state} for one that is over. */
    @POST
    @Path("/{id}/cancel")
    Uni<OperationView> cancel(@PathParam("id") String id);
}
