package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Why something went wrong, in the terms of RFC 9457.
 *
 * @param type {@code /problems/<name>}; see {@link ProblemType}
 * @param detail what, where and what to do; for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Problem(String type, String title, String detail) {
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), detail);
    }
}
