package io.ktrdr.contracts.research;

import io.ktrdr.contracts.worker.WorkerList;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface AgentApi {
    /**
     * 202 with the operation's id. The same {@code Idempotency-Key} with the same body: the same operation; with another
     * body 422. 429 {@code at_capacity} or {@code queue_full}, 402 {@code budget_exhausted}.
     */
    @POST
    @Path("/agent/trigger")
    @ResponseStatus(202)
    Uni<TriggerResponse> trigger(
            @Nullable @HeaderParam("Idempotency-Key") String idempotencyKey, TriggerRequest request);

    @GET
    @Path("/agent/status")
    Uni<AgentStatus> status();

    /** The registry's list, passed on. */
    @GET
    @Path("/workers")
    Uni<WorkerList> workers();
}
