package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.session.OwnedJob;
import io.durablestatus.web.session.SessionCookie;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** {@code GET /api/jobs} and {@code GET /api/jobs/{id}}. */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {
    private static final int PARALLEL_READS = 8;

    private final OwnedJob owned;
    private final StatusReader reader;
    private final SessionJobs sessionJobs;
    private final StatusAnswer answer;

    public JobsResource(OwnedJob owned, StatusReader reader, SessionJobs sessionJobs, StatusAnswer answer) {
        this.owned = owned;
        this.reader = reader;
        this.sessionJobs = sessionJobs;
        this.answer = answer;
    }

    @GET
    @Path("{id}")
    public Uni<Response> job(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch,
            @Context HttpServerRequest request) {
        return reader.status(owned.require(request, id)).map(status -> answer.of(status, ifNoneMatch));
    }

    @GET
    public Uni<Response> jobs(@Context UriInfo uri, @Context HttpServerRequest request) {
        PageRequest page = PageRequest.of(uri.getQueryParameters());
        return SessionCookie.read(request)
                .map(token -> sessionJobs.newestFirst(token).chain(ids -> page(page.cut(ids))))
                .orElseGet(() -> Uni.createFrom().item(answer.of(List.of(), null)));
    }

    private Uni<Response> page(PageRequest.Page page) {
        if (page.ids().isEmpty()) {
            return Uni.createFrom().item(answer.of(List.of(), null));
        }
        List<Uni<ListEntry>> reads = page.ids().stream().map(this::entry).toList();
        return Uni.join()
                .all(reads)
                .usingConcurrencyOf(PARALLEL_READS)
                .andFailFast()
                .map(entries -> answer.of(entries, page.next()));
    }

    /** A job may expire between the list and the read; it then is not of the list. */
    private Uni<ListEntry> entry(JobId jobId) {
        return reader.status(jobId)
                .<ListEntry>map(ListEntry.Shown::new)
                .onFailure(ProblemException.class)
                .recoverWithUni(problem -> switch (problem.problem()) {
                    case JOB_EXPIRED -> Uni.createFrom().item(new ListEntry.Gone());
                    case STATUS_UNAVAILABLE -> Uni.createFrom().item(new ListEntry.Unavailable(jobId, problem));
                    default -> Uni.createFrom().failure(problem);
                });
    }
}
