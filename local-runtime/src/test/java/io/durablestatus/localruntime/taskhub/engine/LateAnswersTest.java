package io.durablestatus.localruntime.taskhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.store.ReadTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come twice, late, or make no sense. */
@Timeout(30)
class LateAnswersTest {
    private static final OrchestrationStatus COMPLETED = OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;

    private final EngineFixture hub = new EngineFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void a_second_result_of_an_activity_is_not_written() throws InterruptedException {
        hub.start("id");
        hub.answer(hub.turn(), EngineFixture.task(0), EngineFixture.task(1));
        Work.Activity activity = hub.activity();

        hub.answer(activity, "\"first\"");
        hub.answer(activity, "\"second\"");

        assertThat(hub.inbox("id"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.event().getTaskCompleted().getResult().getValue())
                        .isEqualTo("\"first\""));
        hub.answer(hub.turn());
        hub.answer(activity, "\"third\"");
        assertThat(hub.inbox("id")).isEmpty();
    }

    @Test
    void a_result_for_a_run_that_is_over_is_not_written_into_the_next_run_of_the_same_id() throws InterruptedException {
        hub.start("id");
        hub.answer(hub.turn(), EngineFixture.task(0), EngineFixture.end(1, COMPLETED));
        Work.Activity ofTheFirst = hub.activity();
        hub.start("id");
        hub.answer(hub.turn(), EngineFixture.task(0));

        hub.answer(ofTheFirst, "\"late\"");

        assertThat(hub.inbox("id")).isEmpty();
        hub.answer(hub.activity(), "\"own\"");
        assertThat(hub.inbox("id")).hasSize(1);
    }

    @Test
    void a_result_for_the_generation_before_is_not_written_into_the_next_one() throws InterruptedException {
        hub.start("id");
        hub.answer(
                hub.turn(),
                EngineFixture.task(0),
                EngineFixture.end(1, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW));
        Work.Activity ofTheFirst = hub.activity();
        hub.answer(hub.turn(), EngineFixture.task(0));

        hub.answer(ofTheFirst, "\"late\"");

        assertThat(hub.inbox("id")).isEmpty();
    }

    @Test
    void a_turn_that_is_answered_twice_is_written_once() throws InterruptedException {
        hub.start("id");
        Turn turn = hub.turn();
        hub.answer(turn, EngineFixture.task(0));
        hub.engine.instances().raiseEvent("id", "go", null);

        hub.answer(turn, EngineFixture.task(0));

        assertThat(hub.instance("id").status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
        assertThat(hub.engine.instances().history("id"))
                .filteredOn(HistoryEvent::hasExecutionStarted)
                .hasSize(1);
        assertThat(hub.turn().newEvents()).anyMatch(HistoryEvent::hasEventRaised);
    }

    @Test
    void an_end_with_a_status_that_is_no_end_fails_the_instance_and_says_why() throws InterruptedException {
        hub.start("id");

        hub.answer(hub.turn(), EngineFixture.end(0, OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING));

        assertThat(hub.instance("id").status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(hub.instance("id").failure().getErrorMessage()).contains("ORCHESTRATION_STATUS_RUNNING");
    }

    @Test
    void two_actions_under_one_id_fail_the_instance() throws InterruptedException {
        hub.start("id");

        hub.answer(hub.turn(), EngineFixture.task(0), EngineFixture.task(0));

        assertThat(hub.instance("id").status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(hub.store.read(ReadTransaction::activities)).isEmpty();
    }

    @Test
    void whoever_waits_when_the_engine_closes_or_later_is_told() {
        hub.start("id");
        var before = hub.engine.ended("id");

        hub.engine.close();

        assertThat(before).isCompletedExceptionally();
        assertThat(hub.engine.ended("id")).isCompletedExceptionally();
    }
}
