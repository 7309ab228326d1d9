package io.ktrdr.contracts.dataset;

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

/** Served by every coordinator. */
@Path("/api/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
public interface DatasetsApi {
    @GET
    Uni<DatasetList> list();

    @GET
    @Path("/{sha256}")
    Uni<DatasetView> show(@PathParam("sha256") String sha256);

    /**
     * Imports OHLCV bars from CSV: a header line, then timestamp (ISO-8601 or epoch seconds or milliseconds), open, high,
     * low, close, volume. The same bars again are the same dataset.
     *
     * @param badBars what to do with bars that cannot be true: {@code drop} (default), {@code keep} or {@code refuse}
     */
    @POST
    @Consumes("text/csv")
    Uni<DatasetView> importCsv(
            @Nullable @QueryParam("symbol") String symbol,
            @Nullable @QueryParam("timeframe") String timeframe,
            @Nullable @QueryParam("source") String source,
            @Nullable @QueryParam("bad_bars") String badBars,
            byte[] csv);
}
