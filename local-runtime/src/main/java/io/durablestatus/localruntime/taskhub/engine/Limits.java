package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How large a text may be. A gRPC client of the Java SDK takes at most 4 MiB in one message; a larger result would reach
 * nobody, and a larger history would stop a worker's whole stream, so both end in a failure that says so.
 */
public final class Limits {
    /** Bytes of one input, result or event. */
    public static final int PAYLOAD_BYTES = 3_670_016;

    /** Bytes of one message to a gRPC peer. */
    public static final int MESSAGE_BYTES = 4_194_304;

    /** Bytes of a custom status in UTF-16; Azure fails the run beyond it. */
    private static final int CUSTOM_STATUS_BYTES = 16_384;

    private Limits() {}

    static Optional<TaskFailureDetails> tooLarge(String what, StringValue payload) {
        int size = payload.getValueBytes().size();
        if (size <= PAYLOAD_BYTES) {
            return Optional.empty();
        }
        return Optional.of(failure(
                "PayloadTooLarge",
                "%s is %d bytes long, more than %d; keep large data elsewhere and pass a reference."
                        .formatted(what, size, PAYLOAD_BYTES)));
    }

    static Optional<TaskFailureDetails> customStatusTooLarge(String customStatus) {
        int size = customStatus.length() * Character.BYTES;
        if (size <= CUSTOM_STATUS_BYTES) {
            return Optional.empty();
        }
        return Optional.of(failure(
                "CustomStatusTooLarge",
                "The custom status is %d bytes long in UTF-16, more than %d.".formatted(size, CUSTOM_STATUS_BYTES)));
    }

    static void check(String what, String payload) {
        // why: a character has at most three bytes of UTF-8 (four for two); most texts need no counting.
        if (payload != null
                && payload.length() > PAYLOAD_BYTES / 3
                && payload.getBytes(StandardCharsets.UTF_8).length > PAYLOAD_BYTES) {
            throw new TaskHubException(
                    Reason.INVALID,
                    "%s is more than %d bytes long; keep large data elsewhere and pass a reference."
                            .formatted(what, PAYLOAD_BYTES));
        }
    }

    static TaskFailureDetails failure(String type, String message) {
        return TaskFailureDetails.newBuilder()
                .setErrorType(type)
                .setErrorMessage(message)
                .build();
    }
}
