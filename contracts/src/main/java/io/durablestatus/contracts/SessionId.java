package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The public id of a browser session: the first 26 base32 characters of the SHA-256 of its {@link SessionToken}. It
 * travels in messages, Redis and logs, and gives no right to anything.
 */
public record SessionId(@JsonValue String value) {
    static final int LENGTH = 26;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A session id is 26 characters of a-z and 2-7");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
