package io.durablestatus.localruntime.taskhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the engine keeps in memory has a bound, whatever the instances are like. */
class MemoryTest {
    private static List<HistoryEvent> history(int events, int bytesEach) {
        StringValue data = StringValue.of("x".repeat(bytesEach));
        return IntStream.range(0, events)
                .mapToObj(i -> HistoryEvents.raised("e", data, Instant.EPOCH))
                .toList();
    }

    /** How many of the histories that were kept must be read again. */
    private static int readAgain(int instances, List<HistoryEvent> history) {
        Executions executions = new Executions();
        for (int i = 0; i < instances; i++) {
            executions.keep("i" + i, new Execution("e" + i, history));
        }
        AtomicInteger reads = new AtomicInteger();
        for (int i = 0; i < instances; i++) {
            executions.take("i" + i, "e" + i, () -> {
                reads.incrementAndGet();
                return history;
            });
        }
        return reads.get();
    }

    @Test
    void histories_of_usual_size_are_kept_and_large_ones_only_as_far_as_there_is_room() {
        assertThat(readAgain(1_000, history(20, 50))).isZero();
        assertThat(readAgain(200, history(1, 1_000_000))).isGreaterThan(100);
    }
}
