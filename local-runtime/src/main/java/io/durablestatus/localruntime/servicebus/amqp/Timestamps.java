package io.durablestatus.localruntime.servicebus.amqp;

import java.util.Date;

/** AMQP timestamps, which proton-j maps to java.util.Date and to nothing else. */
@SuppressWarnings("JavaUtilDate") // why: see above; no Date leaves the wire.
final class Timestamps {
    private Timestamps() {}

    static Date of(long millis) {
        return new Date(millis);
    }

    /** Milliseconds since 1970; 0 when it is no timestamp. */
    static long millis(Object timestamp) {
        return timestamp instanceof Date date ? date.getTime() : 0;
    }
}
