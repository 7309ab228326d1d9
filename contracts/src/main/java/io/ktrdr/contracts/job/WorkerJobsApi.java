package io.ktrdr.contracts.job;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by every worker, called by the coordinator. */
@Path("/api/v1/jobs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface WorkerJobsApi {
    /**
     * Above the worker's mark: starts. Equal to it: answers with that job's state. Below it: 409 {@code stale_token}.
     * Another job running: 409 {@code worker_busy}. Another incarnation: 409 {@code superseded}. Another hash: 409
     * {@code spec_mismatch}. The mark cannot be written: 507 {@code insufficient_storage}, and nothing has happened.
     */
    @POST
    Uni<JobView> start(StartJob start);

    /** 404 when this worker never heard of the claim. */
    @GET
    @Path("/{claim}")
    Uni<JobView> show(@PathParam("claim") String claim);

    /**
     * Asks for the job back: it stops at its next checkpoint, or when it has had time enough to reach one, and is reported failed
     * with the class {@code deferred}. Answers at once with how it stands; asked again, it answers again. 404 when this worker
     * never heard of the claim; 409 {@code superseded} or {@code stale_token} when another one is meant.
     */
    @POST
    @Path("/{claim}/hand-back")
    Uni<JobView> handBack(@PathParam("claim") String claim, CancelJob order);

    /** Answers once the job has stopped, or never started: then the worker is free. */
    @POST
    @Path("/{claim}/cancel")
    Uni<JobView> cancel(@PathParam("claim") String claim, CancelJob cancel);
}
