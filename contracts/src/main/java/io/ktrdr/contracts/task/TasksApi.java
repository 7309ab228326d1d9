package io.ktrdr.contracts.task;

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

/** Served by every coordinator. A task is an operation: it is cancelled, and its events are read, as one. */
@Path("/api/v1/tasks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface TasksApi {
    /**
     * 202 with the operation's id: it is in the database. The same {@code Idempotency-Key} with the same body: the same
     * operation; with another body 422. 429 {@code queue_full} when as many tasks are pending as there may be; 402
     * {@code budget_exhausted} for one that asks a model.
     */
    @POST
    @ResponseStatus(202)
    Uni<TriggerResponse> submit(@Nullable @HeaderParam("Idempotency-Key") String idempotencyKey, TaskRequest request);

    /** Newest first; {@code limit} 1..500, default 50. */
    @GET
    Uni<TaskPage> list(
            @Nullable @QueryParam("task_type") String taskType,
            @Nullable @QueryParam("status") String status,
            @Nullable @QueryParam("limit") String limit,
            @Nullable @QueryParam("cursor") String cursor);

    @GET
    @Path("/{id}")
    Uni<TaskView> show(@PathParam("id") String id);
}
