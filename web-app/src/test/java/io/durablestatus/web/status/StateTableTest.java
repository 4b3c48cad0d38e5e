package io.durablestatus.web.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.JobState;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Timings;
import io.durablestatus.web.session.SessionIndex.Mapping;
import io.durablestatus.web.status.Instance.RuntimeStatus;
import io.durablestatus.web.status.StateTable.Sight;
import io.durablestatus.web.status.StateTable.Verdict;
import io.durablestatus.web.support.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateTableTest {
    private static final Instant SUBMITTED = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final JobId JOB = Jobs.job(Jobs.token(), SUBMITTED);
    private static final Duration YOUNG = Duration.ofSeconds(2);
    private static final Duration LOST = Timings.MESSAGE_TTL.plus(Timings.GRACE).plusMillis(1);
    private static final Mapping NONE = new Mapping.None();
    private static final EngineAnswer MISSING = new EngineAnswer.Missing();

    @ParameterizedTest
    @CsvSource({
        "PENDING, RUNNING",
        "RUNNING, RUNNING",
        "CONTINUEDASNEW, RUNNING",
        "SUSPENDED, SUSPENDED",
        "FAILED, FAILED",
        "TERMINATED, CANCELED",
        "CANCELED, CANCELED"
    })
    void an_instance_gives_the_state(RuntimeStatus seen, JobState state) {
        assertThat(decide(YOUNG, found(seen, null, null), NONE, false))
                .isInstanceOfSatisfying(
                        Verdict.Seen.class,
                        verdict -> assertThat(verdict.state()).isEqualTo(state));
    }

    @Test
    void completed_is_what_the_output_says() {
        assertThat(state(JobOutput.completed(SUBMITTED, SUBMITTED, null))).isEqualTo(JobState.COMPLETED);
        assertThat(state(JobOutput.canceled(SUBMITTED, SUBMITTED))).isEqualTo(JobState.CANCELED);
        assertThat(decide(YOUNG, found(RuntimeStatus.COMPLETED, null, null), NONE, true))
                .as("an output that cannot be read proves nothing")
                .isInstanceOf(Verdict.Unproved.class);
    }

    @Test
    void a_failure_tells_the_problem_of_its_custom_status() {
        Problem problem = Problem.of(ProblemType.DEAD_LETTERED, "Ten deliveries.");
        JobProgress progress = JobProgress.rejected(problem, SUBMITTED);
        assertThat(decide(YOUNG, found(RuntimeStatus.FAILED, progress, null), NONE, false))
                .isInstanceOfSatisfying(
                        Verdict.Seen.class,
                        verdict -> assertThat(verdict.error()).isEqualTo(problem));
        assertThat(decide(YOUNG, found(RuntimeStatus.FAILED, null, null), NONE, false))
                .isInstanceOfSatisfying(
                        Verdict.Seen.class,
                        verdict -> assertThat(verdict.error().type()).isEqualTo(ProblemType.WORK_FAILED.uri()));
    }

    @Test
    void no_instance_is_queued_until_it_can_no_longer_come_to_be() {
        assertThat(decide(YOUNG, MISSING, NONE, true)).isEqualTo(new Verdict.Queued(false));
        assertThat(decide(Timings.DELAYED_AFTER, MISSING, NONE, true)).isEqualTo(new Verdict.Queued(false));
        assertThat(decide(Timings.DELAYED_AFTER.plusMillis(1), MISSING, NONE, true))
                .isEqualTo(new Verdict.Queued(true));
        assertThat(decide(LOST.minusMillis(1), MISSING, NONE, true)).isEqualTo(new Verdict.Queued(true));
        assertThat(decide(LOST, MISSING, NONE, true))
                .isInstanceOfSatisfying(
                        Verdict.Lost.class,
                        verdict -> assertThat(verdict.error().type()).isEqualTo("/problems/message-lost"));
    }

    static Stream<Sight> sightsThatProveNothing() {
        return Stream.of(YOUNG, LOST)
                .flatMap(age -> Stream.of(
                        sight(age, MISSING, NONE, false),
                        sight(age, MISSING, new Mapping.To(JOB.value()), true),
                        sight(age, MISSING, new Mapping.Unknown(), true),
                        sight(age, new EngineAnswer.Unreachable("down"), NONE, true)));
    }

    @ParameterizedTest
    @MethodSource("sightsThatProveNothing")
    void nothing_is_told_without_proof(Sight sight) {
        assertThat(StateTable.decide(sight)).isInstanceOf(Verdict.Unproved.class);
    }

    @ParameterizedTest
    @MethodSource("sightsThatProveNothing")
    void past_retention_a_job_is_expired_whatever_is_seen(Sight sight) {
        Duration past = Timings.RETENTION.plusMillis(1);
        assertThat(decide(past, sight.engine(), sight.mapping(), sight.listAnswered()))
                .isEqualTo(new Verdict.Expired());
        assertThat(decide(past, found(RuntimeStatus.RUNNING, null, null), NONE, true))
                .isEqualTo(new Verdict.Expired());
        assertThat(decide(Timings.RETENTION, found(RuntimeStatus.RUNNING, null, null), NONE, true))
                .isInstanceOf(Verdict.Seen.class);
    }

    private static JobState state(JobOutput output) {
        return ((Verdict.Seen) decide(YOUNG, found(RuntimeStatus.COMPLETED, null, output), NONE, false)).state();
    }

    private static EngineAnswer found(RuntimeStatus status, JobProgress progress, JobOutput output) {
        return new EngineAnswer.Found(new Instance(JOB.value(), status, progress, output, SUBMITTED));
    }

    private static Verdict decide(Duration age, EngineAnswer engine, Mapping mapping, boolean listAnswered) {
        return StateTable.decide(sight(age, engine, mapping, listAnswered));
    }

    private static Sight sight(Duration age, EngineAnswer engine, Mapping mapping, boolean listAnswered) {
        return new Sight(JOB, SUBMITTED.plus(age), engine, mapping, listAnswered);
    }
}
