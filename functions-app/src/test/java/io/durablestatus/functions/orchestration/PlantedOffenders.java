package io.durablestatus.functions.orchestration;

import io.durablestatus.functions.session.SessionMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** What must never be written in this package, so that a test can see the rules refuse it. */
public final class PlantedOffenders {
    private PlantedOffenders() {}

    /** The control: refused by no rule. */
    public static final class Harmless {
        int offend(int a) {
            return a + 1;
        }
    }

    public static final class Clock {
        Instant offend() {
            return Instant.now();
        }
    }

    public static final class Environment {
        String offend() {
            return System.getenv("REDIS_URL");
        }
    }

    public static final class Chance {
        int offend() {
            return new Random().nextInt();
        }
    }

    public static final class Processors {
        int offend() {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    public static final class Files {
        String offend() throws IOException {
            return java.nio.file.Files.readString(Path.of("x"));
        }
    }

    public static final class State {
        static int runs;

        void offend() {
            runs++;
        }
    }

    public static final class Redis {
        boolean offend(SessionMapping mapping) {
            return mapping.register(null, "x");
        }
    }
}
