package io.durablestatus.localruntime.servicebus.amqp;

/** One operation of {@code $management}. Refuses with a QueueException. */
@FunctionalInterface
interface ManagementOperation {
    Reply perform(ManagementRequest request);
}
