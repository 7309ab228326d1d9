package io.ktrdr.contracts.trial;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. 400 for a dataset that there is none of. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public interface TrialsApi {
    /**
     * @param dataset {@code SYMBOL/TIMEFRAME} (the newest of that name) or a hash; default all
     * @param limit   of trials, 1..500, default 50
     */
    @GET
    @Path("/trials")
    Uni<TrialList> trials(@Nullable @QueryParam("dataset") String dataset, @Nullable @QueryParam("limit") String limit);

    /**
     * @param dataset {@code SYMBOL/TIMEFRAME} (the newest of that name) or a hash; default all
     * @param limit   of standings on each, 1..500, default 20; who has fallen is told whatever the rank
     */
    @GET
    @Path("/leaderboard")
    Uni<LeaderboardList> leaderboard(
            @Nullable @QueryParam("dataset") String dataset, @Nullable @QueryParam("limit") String limit);
}
