package io.ktrdr.contracts.memory;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Served by every coordinator. */
@Path("/api/v1/memory")
@Produces(MediaType.APPLICATION_JSON)
public interface MemoryApi {
    /**
     * Full-text search, as in web search engines: all words must occur, {@code or} between two, a phrase in quotes, a word
     * that must not occur after {@code -}. Words match in all their English forms.
     *
     * @param q      what to look for, 1 to 500 characters
     * @param kind   {@code experiment} or {@code hypothesis}; default both
     * @param status {@code promising}, {@code neutral}, {@code poor} for experiments; {@code untested}, {@code validated},
     *               {@code refuted}, {@code inconclusive} for hypotheses; default all
     * @param limit  1..100, default 20
     */
    @GET
    Uni<MemoryList> search(
            @Nullable @QueryParam("q") String q,
            @Nullable @QueryParam("kind") String kind,
            @Nullable @QueryParam("status") String status,
            @Nullable @QueryParam("limit") String limit);
}
