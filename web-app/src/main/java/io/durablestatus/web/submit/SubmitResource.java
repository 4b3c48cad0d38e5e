package io.durablestatus.web.submit;

import io.durablestatus.contracts.JobStatus;
import io.durablestatus.contracts.SessionToken;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.session.SessionCookie;
import io.durablestatus.web.status.StatusAnswer;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.security.SecureRandom;
import java.util.List;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** {@code POST /api/jobs}: a CSV as the body or as a part of a form. The only address that sets a cookie. */
@Path("/api/jobs")
public class SubmitResource {
    private static final String THRESHOLD = "threshold";

    private final SubmitJob submit;
    private final StatusAnswer answer;
    private final SecureRandom random;

    public SubmitResource(SubmitJob submit, StatusAnswer answer, SecureRandom random) {
        this.submit = submit;
        this.answer = answer;
        this.random = random;
    }

    @POST
    @Consumes("text/csv")
    @Blocking
    public Response csv(
            byte[] body,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @Context UriInfo uri,
            @Context HttpServerRequest request) {
        if (type == null) {
            // why: without a Content-Type the REST layer picks the first method that takes a body.
            throw new NotSupportedException();
        }
        Charsets.requireUtf8(type);
        return submit(body == null ? new byte[0] : body, thresholds(uri), request);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Blocking
    public Response form(MultipartFormDataInput input, @Context UriInfo uri, @Context HttpServerRequest request) {
        SubmittedForm form = SubmittedForm.of(input, thresholds(uri));
        return submit(form.file(), form.thresholds(), request);
    }

    private Response submit(byte[] file, List<String> thresholds, HttpServerRequest request) {
        double threshold = Threshold.of(thresholds);
        SessionToken token = SessionCookie.read(request).orElseGet(() -> SessionToken.mint(random));
        String cookie = SessionCookie.issue(token, request);
        try {
            JobStatus status = submit.submit(token, threshold, file);
            return answer.accepted(status)
                    .header(HttpHeaders.SET_COOKIE, cookie)
                    .build();
        } catch (ProblemException e) {
            throw e.problem() == HttpProblem.SUBMIT_UNKNOWN ? e.withHeader(HttpHeaders.SET_COOKIE, cookie) : e;
        }
    }

    private static List<String> thresholds(UriInfo uri) {
        return uri.getQueryParameters().getOrDefault(THRESHOLD, List.of());
    }
}
