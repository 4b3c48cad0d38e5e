package io.durablestatus.localruntime.servicebus.queue;

/** An operation the queue refuses. Nothing was changed. */
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why; the wire turns it into its own condition. */
    public enum Reason {
        MESSAGE_LOCK_LOST,
        SESSION_LOCK_LOST,
        SESSION_CANNOT_BE_LOCKED,
        MESSAGE_NOT_FOUND,
        MESSAGE_TOO_LARGE,
        QUOTA_EXCEEDED,
        NOT_ALLOWED,
        INVALID_ARGUMENT
    }

    private final Reason reason;

    public QueueException(Reason reason, String message) {
        // why: refusals are ordinary answers; a stack trace would cost more than the operation.
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
