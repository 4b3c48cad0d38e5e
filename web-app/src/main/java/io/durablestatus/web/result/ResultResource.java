package io.durablestatus.web.result;

import io.durablestatus.contracts.JobResult;
import io.durablestatus.web.session.OwnedJob;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code GET /api/jobs/{id}/result}: JSON, or with {@code Accept: text/csv} the clusters as a file. */
@Path("/api/jobs")
public class ResultResource {
    private static final String PRIVATE = "private, no-cache";

    private final OwnedJob owned;
    private final ResultReader reader;

    public ResultResource(OwnedJob owned, ResultReader reader) {
        this.owned = owned;
        this.reader = reader;
    }

    @GET
    @Path("{id}/result")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<JobResult>> json(@PathParam("id") String id, @Context HttpServerRequest request) {
        return reader.result(owned.require(request, id))
                .map(result -> RestResponse.ResponseBuilder.ok(result)
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .header(HttpHeaders.CACHE_CONTROL, PRIVATE)
                        .build());
    }

    @GET
    @Path("{id}/result")
    @Produces("text/csv; qs=0.5")
    public Uni<RestResponse<String>> csv(@PathParam("id") String id, @Context HttpServerRequest request) {
        return reader.result(owned.require(request, id))
                .map(result -> RestResponse.ResponseBuilder.ok(ClusterCsv.write(result), "text/csv; charset=utf-8")
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"duplicates.csv\"")
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .header(HttpHeaders.CACHE_CONTROL, PRIVATE)
                        .build());
    }
}
