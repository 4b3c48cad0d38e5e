package io.durablestatus.localruntime.functionhost.durable;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;

/**
 * An activity's exception as the extension hands it to the orchestrator: {@code ShortName: message} is split at the first
 * colon, and only the first line of the message is kept. So {@code isCausedBy(X.class)} is false in Azure, and here.
 */
final class ActivityFailure {
    private static final String SEPARATOR = ": ";
    private static final String UNKNOWN = "(unknown)";

    private ActivityFailure() {}

    static TaskFailureDetails of(FunctionFailure failure) {
        String told = failure.rootCauseMessage();
        int end = told.indexOf(SEPARATOR);
        String firstLine =
                told.substring(end + SEPARATOR.length()).split("\n", 2)[0].stripTrailing();
        return TaskFailureDetails.newBuilder()
                .setErrorType(told.substring(0, end))
                .setErrorMessage(firstLine)
                .setStackTrace(StringValue.of(failure.stackTrace()))
                .build();
    }

    static TaskFailureDetails of(String message) {
        return TaskFailureDetails.newBuilder()
                .setErrorType(UNKNOWN)
                .setErrorMessage(message)
                .build();
    }
}
