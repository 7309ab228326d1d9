package io.ktrdr.contracts.alert;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by the registry for its own alerts, and by every coordinator for those of both. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
public interface AlertsApi {
    /** {@code state}: {@code active}, {@code resolved}, {@code acknowledged}; all when absent. At most 500. */
    @GET
    Uni<AlertList> list(@Nullable @QueryParam("state") String state);

    /**
     * Says that somebody knows. The first one to say so stands; repeating it changes nothing. 409 {@code illegal_state} for
     * an alert that was resolved before anybody did.
     */
    @POST
    @Path("{id}/acknowledge")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<AlertView> acknowledge(@PathParam("id") String id, @Nullable AlertAcknowledgement acknowledgement);
}
