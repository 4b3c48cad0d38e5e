package io.durablestatus.contracts;

import java.util.EnumSet;
import java.util.Set;

/**
 * The one state of a job. {@code QUEUED -> RUNNING <-> SUSPENDED -> COMPLETED | FAILED | CANCELED}; anything becomes
 * {@code EXPIRED} at the end of retention; a terminal state changes in no other way.
 */
public enum JobState {
    QUEUED,
    RUNNING,
    SUSPENDED,
    COMPLETED,
    FAILED,
    CANCELED,
    EXPIRED;

    /** Whether the job's work has ended. */
    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, RUNNING, SUSPENDED -> false;
            case COMPLETED, FAILED, CANCELED, EXPIRED -> true;
        };
    }

    /** The states a watcher who saw this one may see next. States between may be missed, none is ever left backwards. */
    public Set<JobState> successors() {
        return switch (this) {
            case QUEUED -> EnumSet.allOf(JobState.class);
            case RUNNING, SUSPENDED -> EnumSet.range(RUNNING, EXPIRED);
            case COMPLETED, FAILED, CANCELED -> EnumSet.of(this, EXPIRED);
            case EXPIRED -> EnumSet.of(EXPIRED);
        };
    }

    /** Whether a watcher who saw this state may see {@code next}; every state may be seen again. */
    public boolean canBecome(JobState next) {
        return successors().contains(next);
    }
}
