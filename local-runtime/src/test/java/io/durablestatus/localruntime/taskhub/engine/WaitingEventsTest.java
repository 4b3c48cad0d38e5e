package io.durablestatus.localruntime.taskhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitingEventsTest {
    private static final int TASKS = 8;

    @Test
    void completions_that_wait_are_applied_in_one_turn() throws InterruptedException {
        try (EngineFixture hub = new EngineFixture()) {
            hub.start("id");
            hub.answer(
                    hub.turn(),
                    IntStream.range(0, TASKS).mapToObj(EngineFixture::task).toArray(OrchestratorAction[]::new));
            for (int i = 0; i < TASKS; i++) {
                hub.answer(hub.activity(), "null");
            }

            assertThat(hub.turn().newEvents().stream().filter(HistoryEvent::hasTaskCompleted))
                    .hasSize(TASKS);
        }
    }
}
