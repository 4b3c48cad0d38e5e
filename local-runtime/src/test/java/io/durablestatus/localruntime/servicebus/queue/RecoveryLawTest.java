package io.durablestatus.localruntime.servicebus.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.localruntime.servicebus.MutableClock;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any run of operations, the changes so far make the same broker again. */
class RecoveryLawTest {
    private static final int STEPS = 500;

    private final MutableClock clock = new MutableClock();
    private final RememberedLog log = new RememberedLog();
    private final List<UUID> tokens = new ArrayList<>();
    private final List<Long> deferred = new ArrayList<>();
    private int sent;
    private long cancelled;
    private long completedDeadLetters;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_broker_made_of_the_log_equals_the_one_that_wrote_it(long seed) {
        Random random = new Random(seed);
        Broker broker = open(log);
        MessageQueue queue = broker.find("jobs").orElseThrow();
        MessageQueue deadLetters = broker.find("JOBS/$DeadLetterQueue").orElseThrow();
        for (int step = 0; step < STEPS; step++) {
            try {
                doOneOf(random, queue, deadLetters);
            } catch (QueueException e) {
                // why: a refused operation is part of the run; that it changed nothing shows at the end.
                assertThat(e.reason()).isNotNull();
            }
        }

        broker.advance();
        Broker recovered = open(log);
        recovered.advance();

        assertThat(snapshot(recovered)).usingRecursiveComparison().isEqualTo(snapshot(broker));
        QueueCounters live = queue.counters();
        QueueCounters again = recovered.find("jobs").orElseThrow().counters();
        assertThat(again.active()).isEqualTo(live.active());
        assertThat(again.deferred()).isEqualTo(live.deferred());
        assertThat(again.scheduled()).isEqualTo(live.scheduled());
        assertThat(again.deadLettered()).isEqualTo(live.deadLettered()).isPositive();
        assertThat(recovered.memoryBytes()).isEqualTo(broker.memoryBytes());
        assertThat(accountedFor(queue)).isEqualTo(queue.counters().accepted());
    }

    /** Nothing is lost inside: what was accepted is completed, cancelled, or still somewhere. */
    private long accountedFor(MessageQueue queue) {
        QueueCounters counters = queue.counters();
        return cancelled
                + counters.completed()
                + completedDeadLetters
                + counters.active()
                + counters.deferred()
                + counters.scheduled()
                + counters.deadLettered();
    }

    private void doOneOf(Random random, MessageQueue queue, MessageQueue deadLetters) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> queue.send(List.of(message(random, 0), message(random, 0)));
            case 3 -> {
                long number = queue.send(List.of(message(random, clock.millis() + 1 + random.nextInt(60_000))))
                        .get(0);
                if (random.nextBoolean()) {
                    queue.cancelScheduled(Set.of(number));
                    cancelled++;
                }
            }
            case 4, 5 -> queue.receive(null).ifPresent(delivery -> tokens.add(delivery.token()));
            case 6 -> queue.complete(token(random));
            case 7 -> queue.abandon(token(random), random.nextBoolean() ? Map.of() : Map.of("k", "v"));
            case 8 -> {
                queue.receive(null).ifPresent(delivery -> {
                    deferred.add(delivery.message().sequenceNumber());
                    queue.defer(delivery.token(), Map.of());
                });
            }
            case 9 -> {
                if (!deferred.isEmpty()) {
                    long number = deferred.remove(random.nextInt(deferred.size()));
                    queue.receiveDeferred(Set.of(number), random.nextBoolean(), null);
                }
            }
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    deadLetters.receiveAndDelete(null).ifPresent(delivery -> completedDeadLetters++);
                } else {
                    queue.deadLetter(token(random), new DeadLetterReason("r", null, Map.of()));
                }
            }
            default -> {
                clock.advance(Duration.ofMillis(random.nextInt(5000)));
                queue.advance();
            }
        }
    }

    private UUID token(Random random) {
        return tokens.isEmpty() ? new UUID(0, 0) : tokens.remove(random.nextInt(tokens.size()));
    }

    private NewMessage message(Random random, long scheduledFor) {
        sent++;
        // why: every seventh id was used before.
        String id = "id" + (random.nextInt(7) == 0 ? sent / 2 : sent);
        long timeToLive = random.nextInt(3) == 0 ? 1000 + random.nextInt(60_000) : NewMessage.NO_LIMIT;
        return new NewMessage(id, null, timeToLive, scheduledFor, new Content(new byte[random.nextInt(50)]));
    }

    private Broker open(ChangeLog changes) {
        BrokerConfig config = BrokerConfig.parse("""
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [{"Name": "jobs", "Properties": {
                    "LockDuration": "PT10S", "MaxDeliveryCount": 3, "DeadLetteringOnMessageExpiration": true,
                    "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "PT20S"}}]}]}}""");
        MessageEditor editor =
                (content, properties) -> new Content(properties.toString().getBytes(StandardCharsets.UTF_8));
        return Broker.open(config, changes, editor, clock, UUID::randomUUID, Long.MAX_VALUE);
    }

    private static List<Change> snapshot(Broker broker) {
        return broker.snapshot().toList();
    }

    /** Keeps all changes in memory. */
    private static final class RememberedLog implements ChangeLog {
        private final List<Change> changes = new ArrayList<>();

        @Override
        public void append(List<Change> more) {
            changes.addAll(more);
        }

        @Override
        public void replay(Consumer<Change> consumer) {
            List.copyOf(changes).forEach(consumer);
        }
    }
}
