package io.durablestatus.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * RFC 9457 problem details.
 *
 * @param detail what, where, what to do; says nothing that differs between two requests for jobs not found
 * @param errors what is wrong with a CSV, else null
 * @param jobId the job a submission may have made, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "errors", "jobId"})
public record ProblemBody(String type, String title, int status, String detail, List<FieldError> errors, String jobId) {

    /**
     * One thing that is wrong in a CSV.
     *
     * @param line from 1, in the file
     * @param record from 1, the header; null when no record is concerned
     * @param column from 1; null when the whole record is concerned
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldError(Long line, Long record, Integer column, String message) {}
}
