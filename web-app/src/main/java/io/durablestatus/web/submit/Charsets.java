package io.durablestatus.web.submit;

import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import jakarta.ws.rs.core.MediaType;

/** The charset a body or a part claims. */
final class Charsets {
    private Charsets() {}

    /** @throws ProblemException 415 when a charset other than UTF-8 is claimed; none is fine */
    static void requireUtf8(MediaType type) {
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw ProblemException.of(
                    HttpProblem.UNSUPPORTED_MEDIA_TYPE,
                    "The charset of the file is given as something other than UTF-8. Save it as UTF-8 and send"
                            + " text/csv; charset=utf-8.");
        }
    }
}
