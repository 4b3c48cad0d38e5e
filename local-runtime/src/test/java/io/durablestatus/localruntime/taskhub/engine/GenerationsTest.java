package io.durablestatus.localruntime.taskhub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.store.ReadTransaction;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes from one generation or run of an instance to the next, and what does not. */
@Timeout(30)
class GenerationsTest {
    private static final OrchestrationStatus COMPLETED = OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
    private static final OrchestrationStatus AS_NEW = OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW;

    private final EngineFixture hub = new EngineFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    private Turn turnOf(String id) throws InterruptedException {
        Turn turn = hub.turn();
        assertThat(turn.instanceId()).isEqualTo(id);
        return turn;
    }

    private static List<EventTypeCase> types(Turn turn) {
        return turn.newEvents().stream().map(HistoryEvent::getEventTypeCase).toList();
    }

    @Test
    void a_suspension_that_only_the_old_generation_saw_is_told_to_the_new_one() throws InterruptedException {
        hub.start("id");
        hub.answer(turnOf("id"));
        hub.engine.instances().suspend("id", null);

        hub.answer(turnOf("id"), EngineFixture.end(0, AS_NEW));

        assertThat(hub.instance("id").status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
        assertThat(types(turnOf("id")))
                .containsExactly(
                        EventTypeCase.ORCHESTRATORSTARTED,
                        EventTypeCase.EXECUTIONSTARTED,
                        EventTypeCase.EXECUTIONSUSPENDED);
    }

    @Test
    void a_suspension_that_came_while_the_old_generation_ended_is_told_once() throws InterruptedException {
        hub.start("id");
        Turn last = turnOf("id");
        hub.engine.instances().suspend("id", null);

        hub.answer(last, EngineFixture.end(0, AS_NEW));

        assertThat(types(turnOf("id")))
                .containsExactly(
                        EventTypeCase.ORCHESTRATORSTARTED,
                        EventTypeCase.EXECUTIONSTARTED,
                        EventTypeCase.EXECUTIONSUSPENDED);
    }

    @Test
    void a_termination_that_came_while_the_old_generation_ended_ends_the_new_one() throws InterruptedException {
        hub.start("id");
        Turn last = turnOf("id");
        hub.engine.instances().terminate("id", "\"stop\"");

        hub.answer(last, EngineFixture.end(0, AS_NEW));
        hub.start("other");
        turnOf("other");

        assertThat(hub.instance("id").status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
        assertThat(hub.instance("id").output()).isEqualTo("\"stop\"");
    }

    @Test
    void a_child_that_ends_after_its_parent_went_on_as_new_tells_nobody() throws InterruptedException {
        hub.start("parent");
        hub.answer(turnOf("parent"), EngineFixture.child(0, "child"), EngineFixture.end(1, AS_NEW));
        Turn child = turnOf("child");
        hub.answer(turnOf("parent"));

        hub.answer(child, EngineFixture.end(0, COMPLETED));

        assertThat(hub.instance("child").status()).isEqualTo(COMPLETED);
        assertThat(hub.inbox("parent")).isEmpty();
    }

    @Test
    void a_child_that_ends_after_its_parent_ended_tells_nobody_also_not_the_next_run() throws InterruptedException {
        hub.start("parent");
        hub.answer(turnOf("parent"), EngineFixture.child(0, "child"), EngineFixture.end(1, COMPLETED));
        Turn child = turnOf("child");
        hub.start("parent");
        hub.answer(turnOf("parent"));

        hub.answer(child, EngineFixture.end(0, COMPLETED));

        assertThat(hub.inbox("parent")).isEmpty();
    }

    @Test
    void activities_of_a_terminated_instance_that_have_not_begun_are_not_run() throws InterruptedException {
        hub.start("id");
        hub.answer(turnOf("id"), EngineFixture.task(0), EngineFixture.task(1));
        hub.engine.instances().terminate("id", null);
        hub.start("other");
        hub.answer(turnOf("other"), EngineFixture.task(7));

        assertThat(hub.activity().key().instanceId()).isEqualTo("other");
        assertThat(hub.store.read(ReadTransaction::activities)).hasSize(1);
    }
}
