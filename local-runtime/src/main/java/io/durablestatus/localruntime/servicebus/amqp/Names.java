package io.durablestatus.localruntime.servicebus.amqp;

import org.apache.qpid.proton.amqp.Symbol;

/** Words of the Service Bus dialect that more than one class uses. */
final class Names {
    static final String CBS = "$cbs";
    static final String MANAGEMENT_SUFFIX = "/$management";

    static final Symbol SESSION_FILTER = Symbol.valueOf("com.microsoft:session-filter");
    static final Symbol LOCKED_UNTIL = Symbol.valueOf("com.microsoft:locked-until-utc");
    static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    static final Symbol SCHEDULED_ENQUEUE_TIME = Symbol.valueOf("x-opt-scheduled-enqueue-time");

    private Names() {}
}
