package io.durablestatus.functions.orchestration;

import com.microsoft.durabletask.TaskFailedException;

/** Texts for people about what failed, cut so that any of them fits into the custom status. */
final class ProblemDetail {
    /** In JSON a character may take six; what is left of {@code Limits.CUSTOM_STATUS_CHARS} is the progress. */
    private static final int MAX_CHARS = 1_000;

    private ProblemDetail() {}

    static String of(TaskFailedException failure) {
        return of(
                failure.getTaskName() + " failed: " + failure.getErrorDetails().getErrorType() + ": "
                        + failure.getErrorDetails().getErrorMessage());
    }

    static String of(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
    }
}
