package io.durablestatus.localruntime.servicebus.amqp;

/** Takes scheduled messages back before their time. */
final class CancelScheduledMessage implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        request.queue().cancelScheduled(request.numbers("sequence-numbers"));
        return Reply.ok();
    }
}
