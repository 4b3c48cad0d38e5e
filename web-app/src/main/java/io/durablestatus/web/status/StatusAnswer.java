package io.durablestatus.web.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.web.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The HTTP form of statuses: JSON with a strong ETag over its bytes, and when to ask again. */
@Singleton
public class StatusAnswer {
    /** Seconds; a job changes about as often. */
    private static final String RETRY_AFTER = "1";

    private static final int ETAG_BYTES = 15;
    private static final String PRIVATE = "private, no-cache";

    private final ObjectMapper mapper;

    public StatusAnswer(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The answer for one job; 304 when the caller has this very snapshot. */
    Response of(JobStatus status, List<String> ifNoneMatch) {
        byte[] body = json(status);
        Response.ResponseBuilder response = conditional(body, ifNoneMatch);
        if (!status.state().isTerminal()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return response.build();
    }

    /** The answer to a submission: 202, where to ask, and when. */
    public Response.ResponseBuilder accepted(JobStatus status) {
        return Response.accepted(json(status))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.LOCATION, status.links().self())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }

    /**
     * The answer to a list. Jobs whose status cannot be told now are named as such.
     *
     * @param next path of the next page, or null
     * @throws ProblemException 503 when none of the jobs can be told
     */
    Response of(List<ListEntry> entries, String next) {
        List<JobStatus> shown = new ArrayList<>();
        List<ListEntry.Unavailable> unavailable = new ArrayList<>();
        for (ListEntry entry : entries) {
            if (entry instanceof ListEntry.Shown job) {
                shown.add(job.status());
            } else if (entry instanceof ListEntry.Unavailable job) {
                unavailable.add(job);
            }
        }
        if (shown.isEmpty() && !unavailable.isEmpty()) {
            throw unavailable.get(0).why();
        }
        List<JobId> ids = unavailable.stream().map(ListEntry.Unavailable::jobId).toList();
        Response.ResponseBuilder response =
                ok(json(new Jobs(shown, next, ids))).header(HttpHeaders.CACHE_CONTROL, PRIVATE);
        if (next != null) {
            response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return response.build();
    }

    private record Jobs(
            List<JobStatus> jobs,
            String next,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JobId> unavailable) {}

    private static Response.ResponseBuilder conditional(byte[] body, List<String> ifNoneMatch) {
        String etag = etag(body);
        Response.ResponseBuilder response = matches(ifNoneMatch, etag) ? Response.notModified() : ok(body);
        return response.header(HttpHeaders.ETAG, etag).header(HttpHeaders.CACHE_CONTROL, PRIVATE);
    }

    private static Response.ResponseBuilder ok(byte[] body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
    }

    /** RFC 9110, 13.1.2: a list of tags or a star; the comparison is weak. */
    private static boolean matches(List<String> ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && ifNoneMatch.stream()
                        .flatMap(header -> Arrays.stream(header.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"'
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ETAG_BYTES))
                    + '"';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private byte[] json(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status always has a JSON form", e);
        }
    }
}
