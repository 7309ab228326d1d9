package io.ktrdr.contracts.alert;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
public interface AlertsApi {
    /** {@code state}: {@code active}, {@code resolved}; all when absent. At most 500. */
    @GET
    Uni<AlertList> list(@Nullable @QueryParam("state") String state);
}
