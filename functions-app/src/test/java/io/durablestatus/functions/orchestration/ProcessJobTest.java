package io.durablestatus.functions.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Limits;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Tiles;
import io.durablestatus.functions.Jobs;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcessJobTest {
    private static final String FOUR_ROWS = """
            name,city
            Anna Becker,Köln
            Ben Cole,Cork
            Anna Beker,Köln
            Dora Engel,Graz
            """;

    private final JobId jobId = Jobs.submittedAt(InstanceDriver.START.minusSeconds(1));
    private final Activities activities = new Activities();
    private final InstanceDriver driver = new InstanceDriver(
            Names.PROCESS_JOB, context -> context.complete(new ProcessJob().run(context)), jobId.value(), activities);

    @Test
    void the_first_step_registers_the_instance_and_nothing_else_runs_before_it() {
        driver.start(Jobs.input(jobId, FOUR_ROWS));

        assertThat(driver.calls).extracting(InstanceDriver.Call::name).containsExactly(Names.REGISTER_INSTANCE);
        driver.end(0);
        assertThat(activities.registrations)
                .singleElement()
                .satisfies(registration -> assertThat(registration.jobId).isEqualTo(jobId.value()))
                .satisfies(registration -> assertThat(registration.instanceId).isEqualTo(jobId.value()));
    }

    @Test
    void a_watcher_sees_the_whole_work_ahead_before_any_of_it_is_done() {
        driver.start(Jobs.input(jobId, FOUR_ROWS));

        JobProgress progress = driver.customStatus(JobProgress.class);
        assertThat(progress.done()).isZero();
        assertThat(progress.total()).isEqualTo(6);
        assertThat(progress.tiles().bits().isEmpty()).isTrue();
        assertThat(progress.startedAt()).isEqualTo(InstanceDriver.START);
    }

    @Test
    void the_output_is_the_result_with_the_times_of_the_first_and_the_last_turn() {
        driver.start(Jobs.input(jobId, FOUR_ROWS));
        driver.endAll();

        JobOutput output = driver.output(JobOutput.class);
        assertThat(output.outcome()).isEqualTo(JobOutput.Outcome.COMPLETED);
        assertThat(output.startedAt()).isEqualTo(InstanceDriver.START);
        assertThat(output.finishedAt()).isEqualTo(InstanceDriver.START.plusSeconds(driver.turns() - 1));
        assertThat(output.result().duplicatePairs()).isEqualTo(1);
        assertThat(output.result().clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.rows())
                        .extracting(row -> row.row() + " " + row.cells())
                        .containsExactly("1 [Anna Becker, Köln]", "3 [Anna Beker, Köln]"));
    }

    @Test
    void eight_tiles_are_in_flight_until_fewer_are_left() {
        driver.start(Jobs.input(jobId, Jobs.csv(200)));
        driver.end(0);

        for (int left = 36; left > 0; left--) {
            assertThat(driver.calls).hasSize(Math.min(8, left));
            driver.end(left % driver.calls.size());
        }
        assertThat(driver.hasEnded()).isTrue();
    }

    @Test
    void each_finished_tile_is_told_at_once_and_progress_never_goes_back() {
        driver.start(Jobs.input(jobId, Jobs.csv(200)));
        driver.end(0);

        long done = 0;
        BitSet tiles = new BitSet();
        while (!driver.hasEnded()) {
            driver.end(driver.calls.size() - 1);
            JobProgress progress = driver.customStatus(JobProgress.class);
            BitSet now = progress.tiles().bits();
            assertThat(progress.done()).isGreaterThan(done);
            assertThat(now.cardinality()).isEqualTo(tiles.cardinality() + 1);
            tiles.andNot(now);
            assertThat(tiles.isEmpty()).isTrue();
            done = progress.done();
            tiles = now;
        }
        assertThat(done).isEqualTo(200 * 199 / 2);
        assertThat(tiles.cardinality()).isEqualTo(Tiles.count(8));
    }

    @Test
    void the_result_does_not_depend_on_the_order_in_which_tiles_end_nor_on_how_many_end_together() {
        driver.start(Jobs.input(jobId, Jobs.csv(150)));
        driver.endAll();
        InstanceDriver other = new InstanceDriver(
                Names.PROCESS_JOB,
                context -> context.complete(new ProcessJob().run(context)),
                jobId.value(),
                new Activities());
        other.start(Jobs.input(jobId, Jobs.csv(150)));
        Random random = new Random(7);
        while (!other.hasEnded()) {
            int together = 1 + random.nextInt(other.calls.size());
            other.end(random.ints(0, other.calls.size())
                    .distinct()
                    .limit(together)
                    .toArray());
        }

        assertThat(other.turns()).isLessThan(driver.turns());
        assertThat(driver.output(JobOutput.class).result().duplicatePairs()).isEqualTo(15);
        assertThat(other.output(JobOutput.class).result())
                .isEqualTo(driver.output(JobOutput.class).result());
    }

    @Test
    void a_mapping_that_redis_did_not_take_is_written_again_at_the_end() {
        activities.redisAnswers.clear();
        activities.redisAnswers.add(false);
        driver.start(Jobs.input(jobId, FOUR_ROWS));
        driver.endAll();

        assertThat(activities.registrations).hasSize(2);
        assertThat(driver.end().getOrchestrationStatus()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    }

    @Test
    void a_mapping_that_was_written_is_not_written_again() {
        driver.start(Jobs.input(jobId, FOUR_ROWS));
        driver.endAll();

        assertThat(activities.registrations).hasSize(1);
    }

    @Test
    void before_a_failed_tile_ends_the_instance_the_custom_status_says_why() {
        driver.start(Jobs.input(jobId, Jobs.csv(150)));
        driver.end(0);
        driver.end(0);
        activities.tileFailure = "out of ideas";
        driver.end(3);

        assertThat(driver.end().getOrchestrationStatus()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        JobProgress progress = driver.customStatus(JobProgress.class);
        assertThat(progress.problem().type()).isEqualTo(ProblemType.WORK_FAILED.uri());
        assertThat(progress.problem().detail()).isEqualTo("CompareTile failed: IllegalStateException: out of ideas");
        assertThat(progress.tiles().bits().cardinality()).isEqualTo(1);
        assertThat(progress.updatedAt()).isEqualTo(InstanceDriver.START.plusSeconds(3));
    }

    @Test
    void the_custom_status_stays_short_however_long_the_failure_and_however_many_the_tiles() {
        String tall = "a".repeat(3_900) + ",".repeat(3) + "\n";
        driver.start(Jobs.input(jobId, "a,b,c,d\n" + tall.repeat(66)));
        driver.end(0);
        activities.tileFailure = "\u0001".repeat(100_000);
        driver.end(0);

        assertThat(driver.rawCustomStatus().length()).isLessThan(Limits.CUSTOM_STATUS_CHARS);
    }

    @Test
    void rows_that_cannot_be_read_fail_the_instance_after_it_was_registered() {
        driver.start(Jobs.input(jobId, "name,city\nAnna,Köln\nBen\n"));
        driver.endAll();

        assertThat(activities.registrations).hasSize(1);
        assertThat(driver.end().getOrchestrationStatus()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(driver.customStatus(JobProgress.class).problem().detail())
                .isEqualTo("Row 2 has 1 cells, the header has 2; quote cells that contain commas.");
    }

    @Test
    void an_input_of_another_release_fails_with_a_reason() {
        driver.start(new JobInputOfTomorrow(2));

        assertThat(driver.end().getOrchestrationStatus()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(driver.customStatus(JobProgress.class).problem().detail()).contains("another release");
    }

    private record JobInputOfTomorrow(int schema) {}

    @Test
    void one_row_is_a_job_that_completes_with_nothing_found() {
        driver.start(Jobs.input(jobId, "name\nAnna\n"));
        assertThatCode(driver::endAll).doesNotThrowAnyException();

        assertThat(driver.output(JobOutput.class).result().pairsCompared()).isZero();
        assertThat(driver.output(JobOutput.class).result().clusters()).isEmpty();
    }

    @Test
    void a_header_without_rows_is_a_job_that_completes_with_nothing_found() {
        driver.start(Jobs.input(jobId, "name\n"));
        driver.endAll();

        assertThat(driver.output(JobOutput.class).result().rows()).isZero();
    }
}
