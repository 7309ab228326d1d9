package io.ktrdr.contracts.languagemodel;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Served by every coordinator; each knows of the requests that it has sent itself. Nothing in it holds a key. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public interface LanguageModelsApi {
    @GET
    Uni<LanguageModelList> list();

    /**
     * Asks one model something small, and no other one; it costs a fraction of a cent, which is in no ledger and not held
     * against the daily limit. The model's own limits are kept. Answers within 50 s, also when the model does not. 404 for
     * an unknown one.
     */
    @POST
    @Path("/{name}/test")
    Uni<LanguageModelTrial> test(@PathParam("name") String name);
}
