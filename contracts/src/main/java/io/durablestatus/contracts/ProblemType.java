package io.durablestatus.contracts;

import java.util.Locale;

/** The ways a job itself can fail, as both apps name them. The web app adds its own types for HTTP errors. */
public enum ProblemType {
    /** No instance ever came to be, and the message can no longer be delivered. */
    MESSAGE_LOST("The job was lost"),
    /** The message waited longer than its time to live. */
    EXPIRED_IN_QUEUE("The job waited too long"),
    /** The message could not be read. */
    INVALID_MESSAGE("The job's message is not valid"),
    /** The broker gave up delivering the message. */
    DEAD_LETTERED("The job could not be delivered"),
    /** The work itself failed. */
    WORK_FAILED("The work failed");

    private final String title;

    ProblemType(String title) {
        this.title = title;
    }

    /** {@code /problems/<name>}, relative to the web app. */
    public String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }
}
