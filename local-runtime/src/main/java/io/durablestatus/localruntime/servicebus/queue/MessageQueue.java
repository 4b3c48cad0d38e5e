package io.durablestatus.localruntime.servicebus.queue;

import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One queue or dead-letter queue at work. Not safe for threads: its broker's owner calls it. A refused operation throws
 * {@link QueueException} and changes nothing.
 */
public final class MessageQueue {
    private final String path;
    private final QueueConfig config;
    private final QueueState state;
    /** Null in a dead-letter queue, where nothing is dead-lettered again, nothing expires and no session counts. */
    private final MessageQueue deadLetters;

    private final QueueContext context;
    private final Acceptance acceptance;
    private final Quota quota;
    private final UnlockedMessages unlocked;
    private final LockTable locks = new LockTable();
    private final Sessions sessions = new Sessions();
    private final Tally tally = new Tally();

    MessageQueue(QueueConfig config, QueueState state, String path, MessageQueue deadLetters, QueueContext context) {
        this.path = path;
        this.config = config;
        this.state = state;
        this.deadLetters = deadLetters;
        this.context = context;
        this.acceptance = new Acceptance(path, config, state);
        this.quota = new Quota(config, state, deadLetters == null ? state : deadLetters.state, context.usage());
        this.unlocked = new UnlockedMessages(config.requiresSession() && deadLetters != null);
        state.from(0).values().forEach(unlocked::add);
    }

    public String path() {
        return path;
    }

    public QueueConfig config() {
        return config;
    }

    public boolean isDeadLetterQueue() {
        return deadLetters == null;
    }

    public boolean requiresSession() {
        return config.requiresSession() && !isDeadLetterQueue();
    }

    /** Stores all messages or none; answers their numbers in order. No message has the number of a duplicate. */
    public List<Long> send(List<NewMessage> batch) {
        if (isDeadLetterQueue()) {
            throw new QueueException(Reason.NOT_ALLOWED, "Sending to a dead-letter queue is not allowed: " + path);
        }
        Acceptance.Accepted accepted = acceptance.accept(batch, now());
        quota.check(batch);
        commit(accepted.changes());
        for (long number : accepted.numbers()) {
            StoredMessage message = state.get(number);
            if (message == null) {
                tally.duplicates++;
            } else {
                tally.accepted++;
                unlocked.add(message);
            }
        }
        return accepted.numbers();
    }

    /** Removes messages that are still scheduled; all or none. */
    public void cancelScheduled(Set<Long> numbers) {
        for (long number : numbers) {
            StoredMessage message = state.get(number);
            if (message == null || message.state() != MessageState.SCHEDULED) {
                throw notFound(number);
            }
        }
        for (long number : numbers) {
            unlocked.remove(state.get(number));
            commit(List.of(new Change.Removed(path, number)));
        }
    }

    /** Whether {@link #receive} would find something, expired messages aside. */
    public boolean hasReady(SessionLock session) {
        return unlocked.hasReady(session);
    }

    /** Locks the next message; {@code session} is null in a queue without sessions. */
    public Optional<Delivery> receive(SessionLock session) {
        return next(session).map(message -> lock(message, session));
    }

    /** Takes the next message out for good. */
    public Optional<Delivery> receiveAndDelete(SessionLock session) {
        return next(session).map(message -> {
            commit(List.of(new Change.Removed(path, message.sequenceNumber())));
            tally.delivered++;
            tally.completed++;
            return new Delivery(message, context.tokens().get(), 0);
        });
    }

    /** Deferred messages by number, locked or deleted; all or none. */
    public List<Delivery> receiveDeferred(Set<Long> numbers, boolean delete, SessionLock session) {
        List<StoredMessage> messages = new ArrayList<>();
        for (long number : numbers) {
            StoredMessage message = state.get(number);
            if (message == null
                    || !unlocked.isDeferred(number)
                    || message.expiresAt() <= now()
                    || (session != null && !session.sessionId().equals(message.sessionId()))) {
                throw notFound(number);
            }
            messages.add(message);
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (StoredMessage message : messages) {
            unlocked.remove(message);
            if (delete) {
                commit(List.of(new Change.Removed(path, message.sequenceNumber())));
                tally.completed++;
                deliveries.add(new Delivery(message, context.tokens().get(), 0));
            } else {
                deliveries.add(lock(message, session));
            }
        }
        return deliveries;
    }

    public void complete(UUID token) {
        Lock lock = takeLock(token);
        commit(List.of(new Change.Removed(path, lock.sequenceNumber())));
        tally.completed++;
    }

    /** Gives a message back as a failed delivery; at the limit it is dead-lettered. */
    public void abandon(UUID token, Map<String, Object> properties) {
        deliveryFailed(requireLock(token), properties);
    }

    /** Gives a message back, not counted as failed. */
    public void release(UUID token) {
        unlocked.add(state.get(takeLock(token).sequenceNumber()));
    }

    /** Sets a message aside; only {@link #receiveDeferred} finds it again. */
    public void defer(UUID token, Map<String, Object> properties) {
        StoredMessage message = state.get(requireLock(token).sequenceNumber());
        Change change = properties.isEmpty()
                ? new Change.StateChanged(path, message.sequenceNumber(), MessageState.DEFERRED)
                : new Change.Stored(path, edited(message, properties).withState(MessageState.DEFERRED));
        locks.remove(token);
        commit(List.of(change));
        unlocked.add(state.get(message.sequenceNumber()));
    }

    public void deadLetter(UUID token, DeadLetterReason reason) {
        if (isDeadLetterQueue()) {
            throw new QueueException(Reason.NOT_ALLOWED, "A message of a dead-letter queue cannot be dead-lettered.");
        }
        moveToDeadLetters(state.get(requireLock(token).sequenceNumber()), reason);
        locks.remove(token);
    }

    /** Prolongs a lock; answers when it ends now. */
    public long renewLock(UUID token) {
        Lock lock = takeLock(token);
        Lock renewed = new Lock(token, lock.sequenceNumber(), lockEnd(), lock.session());
        locks.add(renewed);
        return renewed.lockedUntil();
    }

    /** Messages from a number on in any state, neither locked nor counted; expired ones are left out. */
    public Stream<StoredMessage> peek(long fromNumber, String sessionId) {
        long now = now();
        return state.from(fromNumber).values().stream()
                .filter(message -> message.expiresAt() > now)
                .filter(message -> sessionId == null || sessionId.equals(message.sessionId()));
    }

    public SessionLock acceptSession(String sessionId, Object owner) {
        advance();
        return sessions.lock(sessionId, owner, lockEnd());
    }

    /** The free session whose first message is the oldest; empty when no free session has a message. */
    public Optional<SessionLock> acceptNextSession(Object owner) {
        advance();
        return Optional.ofNullable(unlocked.oldestSessionOutside(sessions.lockedIds()))
                .map(sessionId -> sessions.lock(sessionId, owner, lockEnd()));
    }

    /** The lock of a session; {@code owner} must hold it. */
    public SessionLock requireSession(String sessionId, Object owner) {
        return sessions.require(sessionId, owner, now());
    }

    public void renewSession(SessionLock session) {
        session.renew(lockEnd());
    }

    /** Gives a session back; its locked messages return and do not count as failed. */
    public void releaseSession(SessionLock session) {
        if (session.held()) {
            sessions.end(session);
            locks.removeOf(session).forEach(lock -> unlocked.add(state.get(lock.sequenceNumber())));
        }
    }

    /** The application's state of a session, if one was set. */
    public Optional<Content> sessionState(SessionLock session) {
        return Optional.ofNullable(state.sessionState(session.sessionId()));
    }

    /** Null removes the state. */
    public void setSessionState(SessionLock session, Content newState) {
        quota.check(newState);
        commit(List.of(new Change.SessionStateSet(path, session.sessionId(), newState)));
    }

    /**
     * Does what is due by now: ends locks, expires messages, activates scheduled ones.
     *
     * @return when the next such thing is due, milliseconds since 1970; {@link Long#MAX_VALUE} for never
     */
    public long advance() {
        long now = now();
        acceptance.forgetOldIds(now);
        locks.removeExpired(now).forEach(lock -> deliveryFailed(lock, Map.of()));
        for (SessionLock session : sessions.expired(now)) {
            sessions.end(session);
            locks.removeOf(session).forEach(lock -> deliveryFailed(lock, Map.of()));
        }
        for (long number = unlocked.pollExpired(now); number >= 0; number = unlocked.pollExpired(now)) {
            StoredMessage message = state.get(number);
            unlocked.remove(message);
            expire(message);
        }
        for (long number = unlocked.pollScheduled(now); number >= 0; number = unlocked.pollScheduled(now)) {
            StoredMessage active = state.get(number).activated(state.lastSequenceNumber() + 1, now);
            commit(List.of(new Change.Stored(path, active), new Change.Removed(path, number)));
            unlocked.add(active);
        }
        return Math.min(unlocked.nextDue(), Math.min(locks.nextExpiry(), sessions.nextExpiry()));
    }

    public QueueCounters counters() {
        return new QueueCounters(
                state.count(MessageState.ACTIVE),
                locks.size(),
                state.count(MessageState.SCHEDULED),
                state.count(MessageState.DEFERRED),
                isDeadLetterQueue() ? 0 : deadLetters.state.size(),
                state.contentBytes(),
                tally.accepted,
                tally.duplicates,
                tally.delivered,
                tally.completed,
                tally.expired);
    }

    private Optional<StoredMessage> next(SessionLock session) {
        for (StoredMessage message = unlocked.pollReady(session);
                message != null;
                message = unlocked.pollReady(session)) {
            if (message.expiresAt() > now()) {
                return Optional.of(message);
            }
            expire(message);
        }
        return Optional.empty();
    }

    private Delivery lock(StoredMessage message, SessionLock session) {
        long until = session == null ? lockEnd() : session.lockedUntil();
        Lock lock = new Lock(context.tokens().get(), message.sequenceNumber(), until, session);
        locks.add(lock);
        tally.delivered++;
        return new Delivery(message, lock.token(), until);
    }

    private Lock takeLock(UUID token) {
        requireLock(token);
        return locks.remove(token);
    }

    private Lock requireLock(UUID token) {
        Lock lock = locks.get(token);
        if (lock == null && requiresSession()) {
            throw new QueueException(
                    Reason.SESSION_LOCK_LOST, "The session lock was lost, or the message was settled before.");
        }
        if (lock != null && lock.session() != null && lock.session().lockedUntil() <= now()) {
            throw Sessions.lost(lock.session().sessionId());
        }
        if (lock == null || (lock.session() == null && lock.lockedUntil() <= now())) {
            throw new QueueException(
                    Reason.MESSAGE_LOCK_LOST,
                    "The lock supplied is invalid. Either the lock expired, or the message has already been removed"
                            + " from the queue.");
        }
        return lock;
    }

    private void deliveryFailed(Lock lock, Map<String, Object> properties) {
        StoredMessage message = state.get(lock.sequenceNumber());
        int count = message.deliveryCount() + 1;
        StoredMessage failed = edited(message.withDeliveryCount(count), properties);
        // why: not before the properties were found fit, so that a refusal leaves the lock.
        locks.remove(lock.token());
        if (!isDeadLetterQueue() && count >= config.maxDeliveryCount()) {
            moveToDeadLetters(failed, DeadLetterReason.tooManyDeliveries(config.maxDeliveryCount()));
            return;
        }
        Change change = properties.isEmpty()
                ? new Change.DeliveryCounted(path, message.sequenceNumber(), count)
                : new Change.Stored(path, failed);
        commit(List.of(change));
        unlocked.add(state.get(message.sequenceNumber()));
    }

    private void expire(StoredMessage message) {
        tally.expired++;
        if (config.deadLetteringOnExpiration()) {
            moveToDeadLetters(message, DeadLetterReason.EXPIRED);
        } else {
            commit(List.of(new Change.Removed(path, message.sequenceNumber())));
        }
    }

    /** The message must not be on offer any more. */
    private void moveToDeadLetters(StoredMessage message, DeadLetterReason reason) {
        StoredMessage dead = message.deadLettered(
                config.name(), context.editor().withProperties(message.content(), reason.asProperties()));
        commit(List.of(new Change.Stored(deadLetters.path, dead), new Change.Removed(path, message.sequenceNumber())));
        deadLetters.unlocked.add(dead);
    }

    private StoredMessage edited(StoredMessage message, Map<String, Object> properties) {
        return properties.isEmpty()
                ? message
                : message.withContent(context.editor().withProperties(message.content(), properties));
    }

    private void commit(List<Change> changes) {
        for (Change change : changes) {
            (change.queue().equals(path) ? this : deadLetters).state.apply(change);
        }
        if (!changes.isEmpty()) {
            context.log().append(changes);
        }
    }

    private long lockEnd() {
        return now() + config.lockDuration().toMillis();
    }

    private long now() {
        return context.clock().millis();
    }

    private static QueueException notFound(long number) {
        return new QueueException(
                Reason.MESSAGE_NOT_FOUND, "No message with sequence number " + number + " is in the right state.");
    }
}
