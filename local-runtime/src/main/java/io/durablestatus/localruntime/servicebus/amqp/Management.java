package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.QueueException;
import java.util.Map;

/** The node {@code <entity>/$management}: what clients do with an entity beside sending, receiving and settling. */
final class Management implements RequestHandler {
    private static final String PREFIX = "com.microsoft:";
    private static final Map<String, ManagementOperation> OPERATIONS = Map.of(
            "renew-lock", new RenewLock(),
            "peek-message", new PeekMessage(),
            "schedule-message", new ScheduleMessage(),
            "cancel-scheduled-message", new CancelScheduledMessage(),
            "receive-by-sequence-number", new ReceiveBySequenceNumber(),
            "update-disposition", new UpdateDisposition(),
            "renew-session-lock", new RenewSessionLock(),
            "get-session-state", new GetSessionState(),
            "set-session-state", new SetSessionState());

    private final MessageQueue queue;
    private final Object owner;
    private final MessageCodec codec;

    Management(MessageQueue queue, Object owner, MessageCodec codec) {
        this.queue = queue;
        this.owner = owner;
        this.codec = codec;
    }

    @Override
    public Reply handle(Request request) {
        String name = request.text("operation");
        ManagementOperation operation =
                name.startsWith(PREFIX) ? OPERATIONS.get(name.substring(PREFIX.length())) : null;
        if (operation == null) {
            return Reply.refused(501, Errors.NOT_IMPLEMENTED, "The operation '" + name + "' is not supported.");
        }
        Map<?, ?> body = request.body() instanceof Map<?, ?> map ? map : Map.of();
        try {
            return operation.perform(new ManagementRequest(queue, owner, codec, body));
        } catch (QueueException e) {
            return Reply.of(e);
        } catch (MalformedMessageException e) {
            return Reply.refused(400, Errors.ARGUMENT_ERROR, e.getMessage());
        }
    }
}
