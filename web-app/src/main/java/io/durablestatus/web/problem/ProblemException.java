package io.durablestatus.web.problem;

import io.durablestatus.web.problem.ProblemBody.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem; {@link ProblemMapper} turns it into the answer. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final HttpProblem problem;
    private final transient ProblemBody body;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private ProblemException(HttpProblem problem, String detail, List<FieldError> errors, String jobId) {
        // why: thrown for bad input too, where a stack trace is cost without use.
        super(detail, null, false, false);
        this.problem = problem;
        this.body = new ProblemBody(problem.uri(), problem.title(), problem.status(), detail, errors, jobId);
        if (problem.status() == 503) {
            headers.put("Retry-After", RETRY_AFTER_SECONDS);
        }
    }

    public static ProblemException of(HttpProblem problem, String detail) {
        return new ProblemException(problem, detail, null, null);
    }

    public static ProblemException invalidCsv(String detail, List<FieldError> errors) {
        return new ProblemException(HttpProblem.INVALID_CSV, detail, errors, null);
    }

    /** Of a submission whose outcome is unknown: names the job and where to read it. */
    public static ProblemException submitUnknown(String detail, String jobId) {
        return new ProblemException(HttpProblem.SUBMIT_UNKNOWN, detail, null, jobId);
    }

    /** The one answer for every job that is not the caller's: it must not tell one reason from another. */
    public static ProblemException jobNotFound() {
        return of(HttpProblem.JOB_NOT_FOUND, "There is no job with this id in this session.");
    }

    public ProblemException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public HttpProblem problem() {
        return problem;
    }

    /** What is wrong in the CSV; empty when it is something else. */
    public List<FieldError> errors() {
        return body.errors() == null ? List.of() : body.errors();
    }

    ProblemBody body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
