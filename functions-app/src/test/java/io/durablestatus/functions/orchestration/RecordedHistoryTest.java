package io.durablestatus.functions.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.Names;
import io.durablestatus.functions.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Today's code against the history of an instance that an earlier build ran. When this fails, an instance that is under way
 * while the new build is deployed fails too: either take the change back, or drain the queue before deploying.
 *
 * <p>To record again: {@code ./mvnw -q -pl functions-app -am test -Dtest=RecordedHistoryTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Drecord.history=true}
 */
class RecordedHistoryTest {
    private static final Path HISTORY = Path.of("src/test/resources/recorded/process-job.textproto");
    private static final Path OUTPUT = Path.of("src/test/resources/recorded/process-job.output.json");

    @BeforeAll
    static void recordWhenAsked() throws IOException {
        if (!Boolean.getBoolean("record.history")) {
            return;
        }
        JobId jobId = Jobs.submittedAt(InstanceDriver.START.minusSeconds(1));
        Activities activities = new Activities();
        activities.redisAnswers.set(0, false);
        InstanceDriver driver =
                new InstanceDriver(Names.PROCESS_JOB, RecordedHistoryTest::orchestrator, jobId.value(), activities);
        driver.start(Jobs.input(jobId, Jobs.csv(61)));
        Random random = new Random(1);
        while (!driver.hasEnded()) {
            int together = 1 + random.nextInt(Math.min(3, driver.calls.size()));
            driver.end(random.ints(0, driver.calls.size())
                    .distinct()
                    .limit(together)
                    .toArray());
        }
        OrchestratorRequest history = OrchestratorRequest.newBuilder()
                .setInstanceId(jobId.value())
                .addAllPastEvents(driver.past)
                .build();
        Files.createDirectories(HISTORY.getParent());
        Files.writeString(
                HISTORY,
                "# An instance of ProcessJob as RecordedHistoryTest recorded it; see there how to make it again.\n"
                        + TextFormat.printer().escapingNonAscii(false).printToString(history));
        Files.writeString(OUTPUT, driver.end().getResult().getValue() + "\n");
    }

    @Test
    void every_turn_calls_what_it_called_when_it_was_recorded() throws IOException {
        OrchestratorRequest history = history();
        List<HistoryEvent> past = new ArrayList<>();
        int turns = 0;
        for (List<HistoryEvent> turn : turns(history)) {
            List<HistoryEvent> arrived = turn.stream()
                    .filter(event -> !event.hasTaskScheduled() && !event.hasOrchestratorCompleted())
                    .toList();

            OrchestratorResponse response =
                    InstanceDriver.run(RecordedHistoryTest::orchestrator, history.getInstanceId(), past, arrived);

            assertThat(response.getActionsList().stream()
                            .filter(OrchestratorAction::hasScheduleTask)
                            .map(action -> action.getId() + " "
                                    + action.getScheduleTask().getName()))
                    .as("turn " + turns)
                    .isEqualTo(turn.stream()
                            .filter(HistoryEvent::hasTaskScheduled)
                            .map(event -> event.getEventId() + " " + name(event.getTaskScheduled()))
                            .toList());
            past.addAll(turn);
            turns++;
        }
        assertThat(turns).isGreaterThan(5);
    }

    @Test
    void the_last_turn_ends_with_the_recorded_output() throws IOException {
        OrchestratorRequest history = history();
        List<List<HistoryEvent>> turns = turns(history);
        List<HistoryEvent> past = turns.subList(0, turns.size() - 1).stream()
                .flatMap(List::stream)
                .toList();

        OrchestratorResponse response = InstanceDriver.run(
                RecordedHistoryTest::orchestrator, history.getInstanceId(), past, turns.get(turns.size() - 1));

        assertThat(response.getActionsList())
                .singleElement()
                .satisfies(action -> assertThat(
                                action.getCompleteOrchestration().getResult().getValue())
                        .isEqualTo(Files.readString(OUTPUT).strip()));
    }

    private static void orchestrator(TaskOrchestrationContext context) {
        context.complete(new ProcessJob().run(context));
    }

    private static String name(TaskScheduledEvent event) {
        return event.getName();
    }

    private static OrchestratorRequest history() throws IOException {
        OrchestratorRequest.Builder history = OrchestratorRequest.newBuilder();
        TextFormat.merge(Files.readString(HISTORY), history);
        return history.build();
    }

    private static List<List<HistoryEvent>> turns(OrchestratorRequest history) {
        List<List<HistoryEvent>> turns = new ArrayList<>();
        for (HistoryEvent event : history.getPastEventsList()) {
            if (event.hasOrchestratorStarted()) {
                turns.add(new ArrayList<>());
            }
            turns.get(turns.size() - 1).add(event);
        }
        return turns;
    }
}
