package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The extension's error bodies. */
final class Problem {
    static final String BAD_ARGUMENT = "One or more of the arguments submitted is incorrect";
    static final String BAD_JSON = "Invalid JSON content";
    static final String BROKEN = "Something went wrong while processing your request";

    private Problem() {}

    static Reply of(int status, String message) {
        return Reply.json(status, Json.object().put("Message", message));
    }

    /** With the cause in .NET's words; the stack trace stays empty, because a Java one would help nobody. */
    static Reply of(int status, String message, String cause, String type) {
        ObjectNode body = Json.object()
                .put("Message", message)
                .put("ExceptionMessage", cause)
                .put("ExceptionType", type)
                .put("StackTrace", "");
        return Reply.json(status, body);
    }
}
