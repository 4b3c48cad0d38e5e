package io.durablestatus.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;

/** The bytes of a problem, the same from both layers. */
@Singleton
public class ProblemJson {
    static final String MEDIA_TYPE = "application/problem+json";

    private final ObjectMapper mapper;

    public ProblemJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    byte[] bytes(ProblemBody body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem always has a JSON form", e);
        }
    }

    /** A problem of which only the HTTP status is known; the status is kept. */
    ProblemBody bare(int status) {
        HttpProblem problem = HttpProblem.ofStatus(status);
        return new ProblemBody(
                problem.uri(), problem.title(), status, problem.meaning() + " " + problem.remedy(), null, null);
    }
}
