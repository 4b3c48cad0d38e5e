package io.durablestatus.web.problem;

import io.durablestatus.contracts.ProblemType;

/**
 * The ways a job can fail, explained.
 *
 * @param meaning what it means, for people
 * @param remedy what to do about it, for people
 */
record JobFailure(String meaning, String remedy) {
    private static final String AGAIN = "Submit the file again.";

    static JobFailure of(ProblemType type) {
        return switch (type) {
            case MESSAGE_LOST ->
                new JobFailure(
                        "The job was accepted, but no work ever began, and its message is now too old to be delivered.",
                        AGAIN);
            case EXPIRED_IN_QUEUE ->
                new JobFailure(
                        "The job's message waited longer than its time to live of one hour, so the work did not begin.",
                        "Submit the file again when the work catches up.");
            case INVALID_MESSAGE ->
                new JobFailure(
                        "The job's message could not be read. The two apps may be of different releases.",
                        "Tell who runs this app; submitting again will not help before both apps are of one release.");
            case DEAD_LETTERED ->
                new JobFailure("The broker gave the job's message up after too many tries to deliver it.", AGAIN);
            case WORK_FAILED ->
                new JobFailure(
                        "The comparison itself failed. The job's error says why, as far as it is known.",
                        "Submit the file again; if it fails again, tell who runs this app.");
        };
    }
}
