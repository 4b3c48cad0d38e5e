package io.durablestatus.web.submit;

import io.durablestatus.contracts.JobMessage;

/** Hands messages to the broker. */
public interface JobSender {
    /** Sends the message within the configured deadline, a second try with the same id included; blocks, never throws. */
    Outcome send(JobMessage message);

    /** Whether the broker can be reached now; blocks for at most two seconds. */
    boolean isReachable();

    /** What became of a message. */
    sealed interface Outcome {
        /** The broker has it. */
        record Accepted() implements Outcome {}

        /** The broker takes messages of at most so many bytes; nothing was sent. */
        record TooLarge(int limitBytes) implements Outcome {}

        /** The broker has it not, for certain; {@code why} is for the log. */
        record Refused(String why) implements Outcome {}

        /** The broker may have it; {@code why} is for the log. */
        record Unknown(String why) implements Outcome {}
    }
}
