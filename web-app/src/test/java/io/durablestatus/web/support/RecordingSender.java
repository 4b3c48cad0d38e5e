package io.durablestatus.web.support;

import io.durablestatus.contracts.JobMessage;
import io.durablestatus.web.submit.JobSender;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what it was given and answers as told; the real AMQP path is tested with the whole system. */
@Mock
@Singleton
public class RecordingSender implements JobSender {
    private final List<JobMessage> sent = new CopyOnWriteArrayList<>();
    private volatile Outcome outcome = new Outcome.Accepted();
    private volatile Consumer<JobMessage> whileSending = message -> {};

    @Override
    public Outcome send(JobMessage message) {
        sent.add(message);
        whileSending.accept(message);
        return outcome;
    }

    @Override
    public boolean isReachable() {
        return outcome instanceof Outcome.Accepted;
    }

    public void answer(Outcome next) {
        outcome = next;
    }

    /** What happens between the message's leaving and the broker's answer. */
    public void whileSending(Consumer<JobMessage> action) {
        whileSending = action;
    }

    public void reset() {
        sent.clear();
        whileSending = message -> {};
        outcome = new Outcome.Accepted();
    }

    public List<JobMessage> sent() {
        return sent;
    }
}
