package io.durablestatus.localruntime.functionhost.worker;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A function that threw, told as the worker tells the host. The cause is what escaped from the middleware chain. */
public final class FunctionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String invocationId;

    FunctionFailure(String functionName, String invocationId, Throwable cause) {
        super(
                "Function '" + functionName + "' (invocation " + invocationId + ") failed: " + rootCauseMessage(cause),
                cause);
        this.invocationId = invocationId;
    }

    public String invocationId() {
        return invocationId;
    }

    /** {@code ShortClassName: message} of the innermost cause; the short name of a nested class keeps its outer one. */
    public String rootCauseMessage() {
        return rootCauseMessage(getCause());
    }

    public String stackTrace() {
        StringWriter text = new StringWriter();
        getCause().printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static String rootCauseMessage(Throwable thrown) {
        Throwable root = thrown;
        // why: a cause may lead back to itself through another; the limit ends such a ring.
        for (int depth = 0; root.getCause() != null && depth < 100; depth++) {
            root = root.getCause();
        }
        String name = root.getClass().getName();
        String shortName = name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
        return shortName + ": " + (root.getMessage() == null ? "" : root.getMessage());
    }
}
