package io.durablestatus.localruntime.functionhost.durable;

/** An orchestrator function that could not run, or failed outside of the user's code. */
final class OrchestratorFailure extends Exception {
    private static final long serialVersionUID = 1L;

    OrchestratorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
