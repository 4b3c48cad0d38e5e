package io.durablestatus.localruntime.servicebus.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever a client can make the broker remember is counted, and refused before the heap is full. */
class MemoryTest {
    private static final long LIMIT = 100_000;
    private static final Duration WINDOW = Duration.ofSeconds(20);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Broker broker = Broker.open(
            BrokerConfig.parse("""
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [
                    {"Name": "dedup", "Properties": {
                        "RequiresDuplicateDetection": true, "DuplicateDetectionHistoryTimeWindow": "PT20S"}},
                    {"Name": "sessions", "Properties": {"RequiresSession": true}},
                    {"Name": "plain"}]}]}}"""),
            ChangeLog.NONE,
            (content, properties) -> content,
            () -> now,
            UUID::randomUUID,
            LIMIT);

    @Test
    void remembered_ids_take_room_until_their_window_ends() {
        MessageQueue queue = queue("dedup");

        assertThatThrownBy(() -> sendAndTakeForEver(queue)).satisfies(MemoryTest::isQuotaExceeded);
        assertThat(queue.counters().active()).isZero();
        assertThat(broker.memoryBytes()).isBetween(LIMIT - 1000, LIMIT);
        assertThatThrownBy(() -> queue("plain").send(List.of(message("x"), message("y"))))
                .satisfies(MemoryTest::isQuotaExceeded);

        now = now.plus(WINDOW);
        broker.advance();

        assertThat(broker.memoryBytes()).isZero();
        queue.send(List.of(message("0")));
    }

    @Test
    void a_duplicate_takes_no_room() {
        MessageQueue queue = queue("dedup");
        queue.send(List.of(message("same")));
        long used = broker.memoryBytes();

        for (int i = 0; i < 1000; i++) {
            queue.send(List.of(message("same")));
        }

        assertThat(broker.memoryBytes()).isEqualTo(used);
        assertThat(queue.counters().duplicates()).isEqualTo(1000);
    }

    @Test
    void session_states_take_room_until_they_are_removed() {
        MessageQueue queue = queue("sessions");

        assertThatThrownBy(() -> setStatesForEver(queue)).satisfies(MemoryTest::isQuotaExceeded);

        for (int i = 0; i < LIMIT / 1000; i++) {
            queue.setSessionState(queue.requireSession("s" + i, this), null);
            if (broker.memoryBytes() == 0) {
                return;
            }
        }
        assertThat(broker.memoryBytes()).isZero();
    }

    @Test
    void a_session_state_is_no_larger_than_a_message() {
        MessageQueue queue = queue("sessions");
        SessionLock session = queue.acceptSession("s", this);

        assertThatThrownBy(() -> queue.setSessionState(session, new Content(new byte[256 * 1024 + 1])))
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MESSAGE_TOO_LARGE));
    }

    private void sendAndTakeForEver(MessageQueue queue) {
        for (int i = 0; i < LIMIT; i++) {
            queue.send(List.of(message(Integer.toString(i))));
            assertThat(queue.receiveAndDelete(null)).isPresent();
        }
    }

    private void setStatesForEver(MessageQueue queue) {
        for (int i = 0; i < LIMIT; i++) {
            queue.setSessionState(queue.acceptSession("s" + i, this), new Content(new byte[1000]));
        }
    }

    private MessageQueue queue(String name) {
        return broker.find(name).orElseThrow();
    }

    private static NewMessage message(String id) {
        return new NewMessage(id, null, NewMessage.NO_LIMIT, 0, new Content(new byte[10]));
    }

    private static void isQuotaExceeded(Throwable refusal) {
        assertThat(((QueueException) refusal).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
    }
}
