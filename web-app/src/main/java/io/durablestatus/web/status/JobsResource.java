package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.web.problem.HttpProblem;
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
import java.util.Optional;

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
        List<Uni<Optional<JobStatus>>> reads =
                page.ids().stream().map(this::unlessExpired).toList();
        return Uni.join()
                .all(reads)
                .usingConcurrencyOf(PARALLEL_READS)
                .andFailFast()
                .map(statuses ->
                        answer.of(statuses.stream().flatMap(Optional::stream).toList(), page.next()));
    }

    /** A job may expire between the list and the read; it then is not of the list. */
    private Uni<Optional<JobStatus>> unlessExpired(JobId jobId) {
        return reader.status(jobId)
                .map(Optional::of)
                .onFailure(failure ->
                        failure instanceof ProblemException problem && problem.problem() == HttpProblem.JOB_EXPIRED)
                .recoverWithItem(Optional.empty());
    }
}
