package io.ktrdr.contracts.artifact;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Bytes by their own hash. Served by every coordinator. */
@Path("/api/v1/artifacts/{sha256}")
public interface ArtifactsApi {
    /** Storing what is there already changes nothing. 400 when the bytes have another hash; 413 above 64 MiB. */
    @PUT
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    Uni<Void> put(@PathParam("sha256") String sha256, byte[] content);

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    Uni<byte[]> get(@PathParam("sha256") String sha256);
}
