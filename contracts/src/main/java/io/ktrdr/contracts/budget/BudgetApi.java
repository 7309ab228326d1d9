package io.ktrdr.contracts.budget;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. */
@Path("/api/v1/budget")
@Produces(MediaType.APPLICATION_JSON)
public interface BudgetApi {
    /**
     * @param by    {@code day} (the default; newest first), {@code model} or {@code research} (dearest first)
     * @param days  how many days, today included, 1..366, default 30
     * @param limit most items, 1..500; default 50, and of days all
     */
    @GET
    Uni<BudgetReport> report(
            @Nullable @QueryParam("by") String by,
            @Nullable @QueryParam("days") String days,
            @Nullable @QueryParam("limit") String limit);
}
