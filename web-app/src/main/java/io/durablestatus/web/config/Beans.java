package io.durablestatus.web.config;

import com.github.f4b6a3.ulid.UlidFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Time and randomness, so that tests can replace them. */
@Singleton
public class Beans {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    UlidFactory ulids(SecureRandom random) {
        return UlidFactory.newInstance(random);
    }
}
