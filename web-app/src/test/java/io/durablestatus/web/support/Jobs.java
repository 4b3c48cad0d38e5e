package io.durablestatus.web.support;

import com.github.f4b6a3.ulid.UlidCreator;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionToken;
import java.security.SecureRandom;
import java.time.Instant;

/** Tokens and ids for tests. */
public final class Jobs {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Jobs() {}

    public static SessionToken token() {
        return SessionToken.mint(RANDOM);
    }

    public static JobId job(SessionToken token, Instant submittedAt) {
        return JobId.mint(token, UlidCreator.getUlid(submittedAt.toEpochMilli()).toString());
    }
}
