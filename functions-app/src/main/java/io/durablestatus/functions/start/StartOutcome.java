package io.durablestatus.functions.start;

/** What became of a message. Each means: settle it. */
sealed interface StartOutcome {
    /** An instance was started, or a start that seemed to fail had worked. */
    record Started(String orchestrator, String instanceId) implements StartOutcome {}

    /** An earlier delivery had started it; it was left alone, whatever its state. */
    record AlreadyThere(String instanceId) implements StartOutcome {}

    /** The job's status is no longer kept, so there is nobody to tell. */
    record PastRetention(String messageId) implements StartOutcome {}
}
