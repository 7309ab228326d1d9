package io.ktrdr.contracts.pool;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator; the agents themselves are in the ticking one. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface PoolApi {
    @GET
    @Path("/pool")
    Uni<PoolView> pool();

    /**
     * At run time, and for good. Agents too many finish what they have. 429 {@code pool_full} for more than sixteen.
     */
    @PUT
    @Path("/pool")
    Uni<PoolView> resize(PoolSizeRequest request);

    @GET
    @Path("/agents")
    Uni<AgentList> agents();

    /** Its attempt, if it has one, is failed and given to another agent; the agent is degraded. 404 for an unknown one. */
    @POST
    @Path("/agents/{id}/fail")
    Uni<AgentView> fail(@PathParam("id") String id, @Nullable AgentFailRequest request);

    @GET
    @Path("/agents/isolation")
    Uni<IsolationReport> isolation();
}
