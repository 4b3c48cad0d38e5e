package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as the protocol writes them. */
public final class ProtoTimes {
    private ProtoTimes() {}

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    /** Null for 1970, which some SDKs send for "none". */
    public static Instant instantOrNull(Timestamp timestamp) {
        Instant instant = instant(timestamp);
        return instant.equals(Instant.EPOCH) ? null : instant;
    }
}
