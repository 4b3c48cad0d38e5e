package io.durablestatus.functions.start;

/** What starting a job needs of the durable engine. Every method throws a RuntimeException when the engine does not answer. */
interface Instances {
    /** Whether an instance of this id is there, whatever its state. */
    boolean exists(String instanceId);

    /**
     * Starts an instance. Whether an error means "not started", and whether an id that is taken is an error at all, depends
     * on the engine: ask {@link #exists} before and after.
     */
    void start(String orchestrator, String instanceId, Object input);
}
