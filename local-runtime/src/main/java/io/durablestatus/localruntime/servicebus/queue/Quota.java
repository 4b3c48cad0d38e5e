package io.durablestatus.localruntime.servicebus.queue;

import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import java.util.List;

/** Refuses what a queue, or the memory of the broker, has no room for. */
record Quota(QueueConfig config, QueueState state, QueueState deadLetters, Usage usage) {
    void check(List<NewMessage> batch) {
        boolean remembersIds = !config.duplicateWindow().isZero();
        long content = 0;
        long memory = 0;
        for (NewMessage message : batch) {
            content += message.content().size();
            memory += message.content().size() + StoredMessage.OVERHEAD_BYTES;
            memory += remembersIds ? QueueState.idBytes(message.messageId()) : 0;
        }
        long held = state.contentBytes() + deadLetters.contentBytes();
        if (held + content > config.maxQueueBytes() || !usage.hasRoomFor(memory)) {
            throw new QueueException(
                    Reason.QUOTA_EXCEEDED,
                    "The maximum size of queue '" + config.name() + "' has been reached: it holds " + held
                            + " bytes, all queues together use "
                            + usage.bytes() + " bytes of memory.");
        }
    }

    /** @param sessionState null, which takes no room */
    void check(Content sessionState) {
        if (sessionState == null) {
            return;
        }
        if (sessionState.size() > config.maxMessageBytes()) {
            throw new QueueException(
                    Reason.MESSAGE_TOO_LARGE,
                    "The session state of " + sessionState.size() + " bytes exceeds the limit of "
                            + config.maxMessageBytes() + " bytes of queue '" + config.name() + "'.");
        }
        if (!usage.hasRoomFor(sessionState.size())) {
            throw new QueueException(
                    Reason.QUOTA_EXCEEDED, "All queues together use " + usage.bytes() + " bytes of memory.");
        }
    }
}
