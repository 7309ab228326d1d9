package io.ktrdr.contracts.worker;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by the registry. */
@Path("/api/v1/workers")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface WorkersApi {
    @GET
    Uni<WorkerList> list();

    @GET
    @Path("/{workerId}")
    Uni<WorkerView> show(@PathParam("workerId") String workerId);

    @GET
    @Path("/{workerId}/history")
    Uni<HealthHistory> history(@PathParam("workerId") String workerId);

    /** 409 {@code superseded}: a newer incarnation has registered under this id before. */
    @POST
    Uni<RegistrationAccepted> register(WorkerRegistration registration);

    /** 404: register again. 409 {@code superseded}: stop. */
    @POST
    @Path("/{workerId}/heartbeat")
    Uni<HeartbeatAnswer> heartbeat(@PathParam("workerId") String workerId, Heartbeat heartbeat);

    /** The worker finishes what it runs and is given nothing more. Repeating it changes nothing. */
    @POST
    @Path("/{workerId}/drain")
    Uni<WorkerView> drain(@PathParam("workerId") String workerId);

    @POST
    @Path("/{workerId}/undrain")
    Uni<WorkerView> undrain(@PathParam("workerId") String workerId);

    /**
     * Begins a recovery anew, with the first round and a closed breaker: also of a worker that nobody tries to recover any more.
     * Changes nothing on one that is well.
     */
    @POST
    @Path("/{workerId}/recover")
    Uni<WorkerView> recover(@PathParam("workerId") String workerId);
}
