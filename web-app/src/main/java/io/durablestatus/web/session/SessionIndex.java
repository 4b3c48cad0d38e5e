package io.durablestatus.web.session;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Set;

/**
 * The index session -> jobs and job -> instance: all that this app asks of Redis. Every method fails when the index
 * cannot be asked within its time limit; the caller then goes on without it and says so.
 */
public interface SessionIndex {
    /** What is known of the job's instance; never null. */
    Uni<Mapping> find(JobId jobId);

    /** The session's jobs, in no order; empty when there are none or the index was lost. */
    Uni<Set<JobId>> jobs(SessionId session);

    /** Notes a job before its message is sent; leaves what is there alone. */
    Uni<Void> noteQueued(JobId jobId);

    /** Notes the instance of a job. */
    Uni<Void> noteInstance(JobId jobId, String instanceId);

    /** Removes jobs of one session: expired ones, or one that never was. */
    Uni<Void> forget(SessionId session, Collection<JobId> jobs);

    /** Completes when the index answers. */
    Uni<Void> ping();

    /** What the index holds for a job. */
    sealed interface Mapping {
        /** Nothing, or only that it was submitted: whether there is an instance is open. */
        record None() implements Mapping {}

        /** An instance exists or has existed. */
        record To(String instanceId) implements Mapping {}

        /** The index could not be asked. */
        record Unknown() implements Mapping {}
    }
}
