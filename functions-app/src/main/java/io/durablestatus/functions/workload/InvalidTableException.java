package io.durablestatus.functions.workload;

/** The submitted rows cannot be compared; the message says what is wrong, where, and what to do. */
public final class InvalidTableException extends Exception {
    InvalidTableException(String message) {
        super(message);
    }

    InvalidTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
