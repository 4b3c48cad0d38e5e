package io.durablestatus.localruntime.servicebus.queue;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All queues of a namespace. Not safe for threads: one owner calls it. */
public final class Broker {
    public static final String DEAD_LETTER_SUFFIX = "/$deadletterqueue";

    private final Map<String, MessageQueue> queues = new HashMap<>();
    private final Map<String, QueueState> states;
    private final Usage usage;

    private Broker(Map<String, QueueState> states, Usage usage) {
        this.states = states;
        this.usage = usage;
    }

    /**
     * Builds the queues out of what is left of an earlier run.
     *
     * @param log tells what was, and takes what will be
     * @param maxMemoryBytes what all messages together may take in memory before sends are refused
     * @throws IllegalStateException when the log holds messages of a queue that is not configured: they would be lost
     */
    public static Broker open(
            BrokerConfig config,
            ChangeLog log,
            MessageEditor editor,
            InstantSource clock,
            Supplier<UUID> tokens,
            long maxMemoryBytes) {
        Usage usage = new Usage(maxMemoryBytes);
        Map<String, QueueState> states = new HashMap<>();
        log.replay(change -> states.computeIfAbsent(change.queue(), path -> new QueueState(path, usage))
                .apply(change));
        Broker broker = new Broker(states, usage);
        QueueContext context = new QueueContext(log, editor, clock, tokens, usage);
        config.queues().forEach(queue -> broker.add(queue, context));
        broker.refuseOrphans();
        return broker;
    }

    /** A queue or dead-letter queue by its path, in any case. */
    public Optional<MessageQueue> find(String path) {
        return Optional.ofNullable(queues.get(path.toLowerCase(Locale.ROOT)));
    }

    public Collection<MessageQueue> queues() {
        return queues.values();
    }

    /** As {@link MessageQueue#advance}, for all queues. */
    public long advance() {
        long next = Long.MAX_VALUE;
        for (MessageQueue queue : queues.values()) {
            next = Math.min(next, queue.advance());
        }
        return next;
    }

    /** Changes that make an empty broker equal to this one. */
    public Stream<Change> snapshot() {
        return states.values().stream().flatMap(QueueState::snapshot);
    }

    /** What the messages take in memory, about what a snapshot takes on disk. */
    public long memoryBytes() {
        return usage.bytes();
    }

    private void add(QueueConfig config, QueueContext context) {
        String path = config.name().toLowerCase(Locale.ROOT);
        String deadLetterPath = path + DEAD_LETTER_SUFFIX;
        MessageQueue deadLetters = new MessageQueue(config, state(deadLetterPath), deadLetterPath, null, context);
        queues.put(deadLetterPath, deadLetters);
        queues.put(path, new MessageQueue(config, state(path), path, deadLetters, context));
    }

    private QueueState state(String path) {
        return states.computeIfAbsent(path, missing -> new QueueState(missing, usage));
    }

    private void refuseOrphans() {
        List<String> orphans = new ArrayList<>();
        states.forEach((path, state) -> {
            if (!queues.containsKey(path) && state.size() > 0) {
                orphans.add(path + " (" + state.size() + " messages)");
            }
        });
        if (!orphans.isEmpty()) {
            throw new IllegalStateException("the data folder holds messages of queues that are not configured: "
                    + String.join(", ", orphans) + "; add them to Config.json or use another data folder");
        }
    }
}
