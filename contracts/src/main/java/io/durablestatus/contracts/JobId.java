package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code <sessionId>-<ULID>-<tag>}, lower case, 62 characters. One id for the job, the Service Bus message and the
 * orchestration instance: the session is its prefix, the ULID carries the submission time, and the tag proves that the
 * session's token minted it.
 */
public record JobId(@JsonValue String value) {
    /** The length of every job id, in characters. */
    public static final int LENGTH = 62;

    static final int TAG_LENGTH = 8;
    private static final int ULID_LENGTH = 26;
    private static final int ULID_TIME_LENGTH = 10;
    private static final int ULID_START = SessionId.LENGTH + 1;
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}-[0-7][0-9a-hjkmnp-tv-z]{25}-[a-z2-7]{8}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "A job id is <session id>-<ulid>-<tag>, lower case, " + LENGTH + " characters");
        }
    }

    /** A new id for the token's session; {@code ulid} gives its time and randomness. */
    public static JobId mint(SessionToken token, String ulid) {
        String lower = ulid.toLowerCase(Locale.ROOT);
        return new JobId(token.sessionId() + "-" + lower + "-" + token.tag(lower));
    }

    /** The id a text spells, or empty when it is not of the form; ownership is checked by {@link SessionToken#owns}. */
    public static Optional<JobId> parse(String text) {
        return isWellFormed(text) ? Optional.of(new JobId(text)) : Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    public SessionId sessionId() {
        return new SessionId(value.substring(0, SessionId.LENGTH));
    }

    public String ulid() {
        return value.substring(ULID_START, ULID_START + ULID_LENGTH);
    }

    public String tag() {
        return value.substring(LENGTH - TAG_LENGTH);
    }

    /** When the job was submitted, by the web app's clock, in milliseconds: the first 48 bits of the ULID. */
    public Instant submittedAt() {
        long millis = 0;
        for (char c : ulid().substring(0, ULID_TIME_LENGTH).toCharArray()) {
            millis = millis << 5 | CROCKFORD.indexOf(c);
        }
        return Instant.ofEpochMilli(millis);
    }

    /** Until when the job's status is kept. */
    public Instant expiresAt() {
        return submittedAt().plus(Timings.RETENTION);
    }

    @Override
    public String toString() {
        return value;
    }
}
