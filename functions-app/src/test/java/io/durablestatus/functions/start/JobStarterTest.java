package io.durablestatus.functions.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobInput;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.RejectedInput;
import io.durablestatus.contracts.Timings;
import io.durablestatus.functions.Jobs;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobStarterTest {
    private static final Instant SUBMITTED = Instant.parse("2026-01-01T12:00:00.250Z");
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final JobId jobId = Jobs.submittedAt(SUBMITTED);
    private final JobMessage message = Jobs.message(jobId, "name\nAnna\n");
    private final FakeEngine engine = new FakeEngine();
    private Instant now = SUBMITTED.plusMillis(40);
    private final JobStarter jobs = new JobStarter(
            () -> now, new InstanceStarter(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(200)));

    @Test
    void a_message_starts_its_job_under_the_jobs_id() {
        assertThat(jobs.start(delivery(3), engine))
                .isEqualTo(new StartOutcome.Started(Names.PROCESS_JOB, jobId.value()));

        assertThat(engine.instances)
                .containsExactly(java.util.Map.entry(
                        jobId.value(), new FakeEngine.Instance(Names.PROCESS_JOB, JobInput.of(message, 3, now))));
    }

    @Test
    void a_message_delivered_again_leaves_the_instance_alone_even_one_that_has_ended() {
        jobs.start(delivery(1), engine);

        assertThat(jobs.start(delivery(2), engine)).isEqualTo(new StartOutcome.AlreadyThere(jobId.value()));
        assertThat(engine.starts).isEqualTo(1);
        assertThat(((JobInput) engine.instances.get(jobId.value()).input()).attempt())
                .isEqualTo(1);
    }

    @Test
    void a_start_whose_answer_is_lost_is_not_started_again() {
        engine.startFaults.add(FakeEngine.Fault.ANSWER_LOST);

        assertThat(jobs.start(delivery(1), engine))
                .isEqualTo(new StartOutcome.Started(Names.PROCESS_JOB, jobId.value()));
        assertThat(engine.starts).isEqualTo(1);
    }

    @Test
    void a_start_whose_answer_is_lost_together_with_the_next_read_is_not_started_again() {
        engine.startFaults.add(FakeEngine.Fault.ANSWER_LOST);
        engine.readFaults.add(FakeEngine.Fault.NONE);
        engine.readFaults.add(FakeEngine.Fault.REFUSED);

        jobs.start(delivery(1), engine);
        assertThat(engine.starts).isEqualTo(1);
        assertThat(engine.instances).hasSize(1);
    }

    @Test
    void engine_errors_are_waited_out_without_giving_the_message_back() {
        engine.startFaults.add(FakeEngine.Fault.REFUSED);
        engine.startFaults.add(FakeEngine.Fault.REFUSED);
        engine.readFaults.add(FakeEngine.Fault.REFUSED);

        assertThat(jobs.start(delivery(1), engine)).isInstanceOf(StartOutcome.Started.class);
        assertThat(engine.starts).isEqualTo(3);
    }

    @Test
    void an_engine_that_stays_away_makes_the_message_come_again() {
        for (int i = 0; i < 10_000; i++) {
            engine.readFaults.add(FakeEngine.Fault.REFUSED);
        }

        assertThatThrownBy(() -> jobs.start(delivery(1), engine))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("UNAVAILABLE");
        assertThat(engine.reads).isGreaterThan(5);
        assertThat(engine.instances).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "not JSON", "[]", "{}", "{\"schema\":2}", "\"text\""})
    void a_body_that_is_no_job_message_becomes_a_failed_instance_under_the_job_id(String body) {
        jobs.start(new Delivery(jobId.value(), 1, body, 1), engine);

        assertRejected(ProblemType.INVALID_MESSAGE, body);
    }

    @Test
    void why_a_message_is_refused_is_said_in_the_words_of_the_contract() {
        jobs.start(new Delivery(jobId.value(), 1, "{\"schema\":2}", 1), engine);

        assertThat(((RejectedInput) engine.instances.get(jobId.value()).input())
                        .problem()
                        .detail())
                .isEqualTo("The body is not a job message: JobMessage has schema 2; this build reads schema 1."
                        + " Deploy both apps from the same release.");
    }

    @Test
    void a_body_of_another_job_becomes_a_failed_instance_under_the_id_it_came_with() throws JsonProcessingException {
        String body = JSON.writeValueAsString(Jobs.message(Jobs.submittedAt(SUBMITTED.plusMillis(1)), "name\nAnna\n"));
        jobs.start(new Delivery(jobId.value(), 1, body, 1), engine);

        assertRejected(ProblemType.INVALID_MESSAGE, body);
    }

    @Test
    void a_message_at_its_time_to_live_is_still_work_and_a_moment_later_it_is_not() throws JsonProcessingException {
        now = SUBMITTED.plus(Timings.MESSAGE_TTL);
        jobs.start(delivery(1), engine);
        assertThat(engine.instances.get(jobId.value()).orchestrator()).isEqualTo(Names.PROCESS_JOB);

        engine.instances.clear();
        now = now.plusMillis(1);
        jobs.start(delivery(1), engine);
        assertRejected(ProblemType.EXPIRED_IN_QUEUE, JSON.writeValueAsString(message));
    }

    @Test
    void an_old_message_whose_instance_is_there_leaves_it_alone() {
        jobs.start(delivery(1), engine);
        now = SUBMITTED.plus(Timings.MESSAGE_TTL).plusSeconds(1);

        assertThat(jobs.start(delivery(2), engine)).isEqualTo(new StartOutcome.AlreadyThere(jobId.value()));
    }

    @Test
    void a_message_past_retention_is_settled_silently() {
        now = SUBMITTED.plus(Timings.RETENTION).plusMillis(1);

        assertThat(jobs.start(delivery(1), engine)).isEqualTo(new StartOutcome.PastRetention(jobId.value()));
        assertThat(engine.instances).isEmpty();
        assertThat(engine.reads).isZero();
    }

    @Test
    void a_message_that_is_nobodys_is_kept_once_under_an_id_of_its_own() {
        Delivery first = new Delivery("order-17", 42, "anything", 1);
        jobs.start(first, engine);
        jobs.start(new Delivery("order-17", 42, "anything", 2), engine);
        jobs.start(new Delivery("order-17", 43, "anything", 1), engine);
        jobs.start(new Delivery(null, 44, "anything", 1), engine);

        assertThat(engine.instances).hasSize(3);
        assertThat(engine.instances.keySet()).allMatch(id -> id.matches("rejected-[0-9a-f]{64}"));
        assertThat(engine.instances.values())
                .allMatch(instance -> instance.orchestrator().equals(Names.REJECTED_JOB));
    }

    private Delivery delivery(int attempt) {
        try {
            return new Delivery(jobId.value(), 1, JSON.writeValueAsString(message), attempt);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRejected(ProblemType type, String body) {
        FakeEngine.Instance instance = engine.instances.get(jobId.value());
        assertThat(instance.orchestrator()).isEqualTo(Names.REJECTED_JOB);
        RejectedInput input = (RejectedInput) instance.input();
        assertThat(input.problem().type()).isEqualTo(type.uri());
        assertThat(input.body()).isEqualTo(body);
        assertThat(input.messageId()).isEqualTo(jobId.value());
        assertThat(input.rejectedAt()).isEqualTo(now);
    }
}
