package io.durablestatus.localruntime.servicebus.queue;

import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides what becomes of messages that a sender hands in: refused, dropped as a duplicate, or stored. */
final class Acceptance {
    /** Azure's limit of a message id and a session id. */
    private static final int MAX_ID_LENGTH = 128;

    private final String path;
    private final QueueConfig config;
    private final QueueState state;

    Acceptance(String path, QueueConfig config, QueueState state) {
        this.path = path;
        this.config = config;
        this.state = state;
    }

    /**
     * What a batch changes, all or nothing.
     *
     * @param changes messages and ids to store together
     * @param numbers the number of each message in order; a duplicate has one as well, as in Azure, but is not stored
     */
    record Accepted(List<Change> changes, List<Long> numbers) {}

    Accepted accept(List<NewMessage> batch, long now) {
        batch.forEach(this::check);
        boolean detectsDuplicates = !config.duplicateWindow().isZero();
        forgetOldIds(now);
        List<Change> changes = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        Set<String> idsOfBatch = new HashSet<>();
        long number = state.lastSequenceNumber();
        for (NewMessage message : batch) {
            number++;
            numbers.add(number);
            if (detectsDuplicates
                    && (state.seenAt(message.messageId()) != null || !idsOfBatch.add(message.messageId()))) {
                changes.add(new Change.NumbersUsed(path, number));
                continue;
            }
            changes.add(new Change.Stored(path, stored(message, number, now)));
            if (detectsDuplicates) {
                changes.add(new Change.IdSeen(path, message.messageId(), now));
            }
        }
        return new Accepted(changes, numbers);
    }

    /** Frees what duplicate detection needs no more. */
    void forgetOldIds(long now) {
        if (!config.duplicateWindow().isZero()) {
            state.forgetIdsSeenUpTo(now - config.duplicateWindow().toMillis());
        }
    }

    private void check(NewMessage message) {
        if (message.content().size() > config.maxMessageBytes()) {
            throw new QueueException(
                    Reason.MESSAGE_TOO_LARGE,
                    "The message of " + message.content().size() + " bytes exceeds the limit of "
                            + config.maxMessageBytes() + " bytes of queue '" + config.name() + "'.");
        }
        if (message.messageId().length() > MAX_ID_LENGTH) {
            throw new QueueException(
                    Reason.INVALID_ARGUMENT, "A message id has at most " + MAX_ID_LENGTH + " characters.");
        }
        String sessionId = message.sessionId();
        if (sessionId != null && sessionId.length() > MAX_ID_LENGTH) {
            throw new QueueException(
                    Reason.INVALID_ARGUMENT, "A session id has at most " + MAX_ID_LENGTH + " characters.");
        }
        if (config.requiresSession() && sessionId == null) {
            throw new QueueException(
                    Reason.NOT_ALLOWED,
                    "Queue '" + config.name() + "' requires sessions: the SessionId of a message must be set.");
        }
    }

    private StoredMessage stored(NewMessage message, long number, long now) {
        boolean scheduled = message.scheduledFor() > now;
        long begin = scheduled ? message.scheduledFor() : now;
        long timeToLive =
                Math.min(message.timeToLiveMillis(), config.defaultTimeToLive().toMillis());
        boolean forever = timeToLive >= QueueConfig.FOREVER.toMillis();
        return new StoredMessage(
                number,
                scheduled ? MessageState.SCHEDULED : MessageState.ACTIVE,
                0,
                now,
                forever ? Long.MAX_VALUE : begin + timeToLive,
                message.scheduledFor(),
                message.messageId(),
                message.sessionId(),
                null,
                message.content());
    }
}
