package io.durablestatus.localruntime.process;

/**
 * Something foreseeable keeps a command from running: a port in use, a missing folder, a bad file. The message is the one
 * line the user reads: what is wrong and what to do.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
