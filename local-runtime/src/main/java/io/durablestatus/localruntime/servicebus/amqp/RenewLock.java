package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.QueueException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Prolongs message locks; answers their new ends as an AMQP array of timestamps, which the SDKs insist on. */
final class RenewLock implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        if (request.queue().requiresSession()) {
            throw new QueueException(
                    QueueException.Reason.INVALID_ARGUMENT,
                    "A message of a session has no lock of its own; renew the lock of the session.");
        }
        List<Date> expirations = new ArrayList<>();
        for (UUID token : request.lockTokens()) {
            expirations.add(Timestamps.of(request.queue().renewLock(token)));
        }
        return Reply.ok("expirations", expirations.toArray(Date[]::new));
    }
}
