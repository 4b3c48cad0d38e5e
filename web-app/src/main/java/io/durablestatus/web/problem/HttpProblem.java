package io.durablestatus.web.problem;

import java.util.Locale;

/** The ways a request can fail. Failures of a job's work are in {@link io.durablestatus.contracts.ProblemType}. */
public enum HttpProblem {
    BAD_REQUEST(
            400,
            "The request is not valid",
            "The request could not be read as HTTP, or its body does not match its headers.",
            "Check the request line, the headers and the body's length and encoding."),
    INVALID_PARAMETER(
            400,
            "A parameter is not valid",
            "A query parameter or form field is missing, repeated, or outside its range.",
            "Correct the parameter that the detail names."),
    INVALID_CSV(
            400,
            "The file is not a valid CSV",
            "The rows could not be read. Nothing was submitted. The errors say line, record and column; the header is"
                    + " record 1 and its line is usually line 1.",
            "Correct the lines named. A file is UTF-8, comma separated (RFC 4180), with one header row of unique names"
                    + " and at least one data row, and every row has as many cells as the header."),
    JOB_NOT_FOUND(
            404,
            "No such job",
            "There is no job with this id in this browser's session. Jobs of other sessions are not shown.",
            "Use the id as the submission gave it, together with the session cookie it set."),
    NOT_FOUND(404, "Nothing is here", "The address does not exist.", "Start at the page at /."),
    METHOD_NOT_ALLOWED(
            405,
            "The method is not allowed here",
            "The address exists but does not know this HTTP method.",
            "Use a method of the Allow header."),
    NOT_ACCEPTABLE(
            406,
            "No such representation",
            "The Accept header names no media type this address can answer with.",
            "Ask for application/json, or leave the header out."),
    NOT_COMPLETED(
            409,
            "The job has no result",
            "Only a job in the state COMPLETED has a result.",
            "Read the job's status: wait while it runs; a job that failed or was canceled never gets a result."),
    JOB_EXPIRED(
            410,
            "The job has expired",
            "Jobs are kept for 24 hours from their submission; the status said until when.",
            "Submit the file again."),
    TOO_LARGE(
            413,
            "The file is too large",
            "A job travels as one message, and the message broker takes 256 KB in all.",
            "Split the file, or leave out columns."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The media type is not supported",
            "A job is submitted as text/csv in UTF-8, or as multipart/form-data with exactly one part named file and"
                    + " at most one named threshold.",
            "Set Content-Type to text/csv, or send a form with the part file."),
    TOO_MANY_PAIRS(
            422,
            "Too many rows to compare",
            "Every row is compared with every other; a job may compare 5 million pairs, which is 3,162 rows.",
            "Split the file."),
    INTERNAL_ERROR(
            500,
            "Something went wrong here",
            "A mistake of this app. It was logged.",
            "Try again. If it stays, tell who runs this app, with the time."),
    BROKER_UNAVAILABLE(
            503,
            "The job could not be submitted",
            "The message broker did not take the job. Nothing was submitted.",
            "Submit again after the seconds in Retry-After."),
    SUBMIT_UNKNOWN(
            503,
            "The job may have been submitted",
            "The message broker did not answer in time, twice: it may have taken the job or not.",
            "Read the job at the Location given. It is queued or running if the broker took it, else it turns FAILED"
                    + " when it can no longer arrive. Submitting again makes another job."),
    STATUS_UNAVAILABLE(
            503,
            "The status cannot be told now",
            "The durable engine does not answer, and nothing is known of the job from before.",
            "Ask again after the seconds in Retry-After. The job itself is not affected.");

    private final int status;
    private final String title;
    private final String meaning;
    private final String remedy;

    HttpProblem(int status, String title, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** {@code /problems/<name>}, relative to the web app, where {@link ProblemPages} explains it. */
    public String uri() {
        return "/problems/" + pageName();
    }

    public String pageName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What it means, for people. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it, for people. */
    public String remedy() {
        return remedy;
    }

    /** The problem that stands for a bare HTTP status of the layers below. */
    public static HttpProblem ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
