package io.durablestatus.localruntime.taskhub;

/** A refusal by the task hub; each edge (gRPC, HTTP) maps the reason to its own code once. */
public final class TaskHubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the hub refused. */
    public enum Reason {
        ALREADY_EXISTS,
        NOT_FOUND,
        FINISHED,
        WRONG_STATE,
        INVALID,
        UNAVAILABLE
    }

    private final Reason reason;

    public TaskHubException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public TaskHubException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
