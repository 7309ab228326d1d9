package io.ktrdr.contracts.job;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Served by every coordinator, called by workers. A report writes only its child operation. 409 {@code stale_token}: the
 * attempt is over or belongs to another token; the worker stops that job and forgets the report.
 */
@Path("/api/v1/jobs/{claim}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface JobReportsApi {
    /** At most one a second for a job. */
    @POST
    @Path("/progress")
    Uni<ReportAnswer> progress(@PathParam("claim") String claim, ProgressReport report);

    @POST
    @Path("/checkpoint")
    Uni<ReportAnswer> checkpoint(@PathParam("claim") String claim, CheckpointReport report);

    /** 409 {@code artifact_missing}: upload it, then report again. */
    @POST
    @Path("/result")
    Uni<ReportAnswer> result(@PathParam("claim") String claim, ResultReport report);
}
