package io.durablestatus.contracts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret in a browser's session cookie: 32 random bytes. It proves ownership of jobs and never leaves the web app;
 * what travels is the {@link SessionId} derived from it.
 */
public final class SessionToken {
    private static final int BYTES = 32;
    private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final byte[] bytes;

    private SessionToken(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SessionToken mint(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionToken(bytes);
    }

    /** The token of a cookie value: base64url of 32 bytes, 43 characters; empty for anything else. */
    public static Optional<SessionToken> parse(String cookie) {
        if (cookie == null || !COOKIE.matcher(cookie).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(cookie);
        SessionToken token = new SessionToken(bytes);
        // why: 43 characters hold 258 bits; spare bits that are not zero would give one token two spellings.
        return token.cookieValue().equals(cookie) ? Optional.of(token) : Optional.empty();
    }

    public String cookieValue() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public SessionId sessionId() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new SessionId(Base32.encode(digest).substring(0, SessionId.LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Whether this token minted the id: the session is its own and the tag is right. Costs no I/O. */
    public boolean owns(JobId jobId) {
        return jobId.sessionId().equals(sessionId())
                && MessageDigest.isEqual(
                        tag(jobId.ulid()).getBytes(StandardCharsets.US_ASCII),
                        jobId.tag().getBytes(StandardCharsets.US_ASCII));
    }

    /** The tag that binds a ULID (lower case) to this token. */
    String tag(String ulid) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            byte[] signature = mac.doFinal(ulid.getBytes(StandardCharsets.US_ASCII));
            return Base32.encode(signature).substring(0, JobId.TAG_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /** Says nothing of the secret, so that a log line cannot leak it. */
    @Override
    public String toString() {
        return "SessionToken of " + sessionId();
    }
}
