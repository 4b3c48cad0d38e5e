package io.durablestatus.web.session;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionToken;
import io.durablestatus.contracts.Timings;
import io.durablestatus.web.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Decides from the cookie and the id alone, before any I/O, whether the caller may see a job. */
@Singleton
public class OwnedJob {
    private final InstantSource clock;

    public OwnedJob(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The id when this session's token minted it.
     *
     * @throws ProblemException the one 404, whatever the reason: mistyped, foreign, invented, from the future, no cookie
     */
    public JobId require(HttpServerRequest request, String id) {
        return JobId.parse(id)
                .filter(jobId -> SessionCookie.read(request)
                        .filter(token -> mayBe(token, jobId))
                        .isPresent())
                .orElseThrow(ProblemException::jobNotFound);
    }

    /** Whether the id is this token's and not from a future that clocks cannot explain. */
    boolean mayBe(SessionToken token, JobId jobId) {
        return !jobId.submittedAt().isAfter(clock.instant().plus(Timings.FUTURE_SKEW)) && token.owns(jobId);
    }
}
