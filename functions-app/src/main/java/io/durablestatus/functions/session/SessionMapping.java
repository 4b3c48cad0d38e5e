package io.durablestatus.functions.session;

import io.durablestatus.contracts.JobId;

/** Where the web app finds which instance does a session's job. An index, never the truth. */
public interface SessionMapping {
    /**
     * Writes [session, instance] and hints at the change. Repeating it is harmless.
     *
     * @return whether it was written; false after at most 2 seconds, and never an exception
     */
    boolean register(JobId job, String instanceId);
}
