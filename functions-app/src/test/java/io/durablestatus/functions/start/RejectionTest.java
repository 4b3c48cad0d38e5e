package io.durablestatus.functions.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.RejectedInput;
import io.durablestatus.contracts.Timings;
import io.durablestatus.functions.Jobs;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionTest {
    private static final Instant SUBMITTED = Instant.parse("2026-01-01T12:00:00.250Z");

    private final JobId jobId = Jobs.submittedAt(SUBMITTED);
    private final FakeEngine engine = new FakeEngine();
    private Instant now = SUBMITTED.plusSeconds(90);
    private final Rejection rejection = new Rejection(
            () -> now, new InstanceStarter(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(200)));

    @Test
    void a_dead_message_becomes_a_failed_instance_under_the_job_id_with_the_message_kept() {
        RejectedInput input = reject(
                "{\"DeadLetterReason\":\"MaxDeliveryCountExceeded\",\"DeadLetterErrorDescription\":\"too often\"}");

        assertThat(input.problem().type()).isEqualTo(ProblemType.DEAD_LETTERED.uri());
        assertThat(input.problem().detail()).isEqualTo("The job could not be started in 10 deliveries.");
        assertThat(input.attempt()).isEqualTo(10);
        assertThat(input.body()).isEqualTo("the message");
    }

    @Test
    void a_message_that_expired_says_so() {
        assertThat(reject("{\"DeadLetterReason\":\"TTLExpiredException\"}")
                        .problem()
                        .type())
                .isEqualTo(ProblemType.EXPIRED_IN_QUEUE.uri());
    }

    @Test
    void any_other_reason_is_passed_on() {
        RejectedInput input =
                reject("{\"DeadLetterReason\":\"Poison\",\"DeadLetterErrorDescription\":\"schema 9\",\"n\":{}}");

        assertThat(input.problem().type()).isEqualTo(ProblemType.DEAD_LETTERED.uri());
        assertThat(input.problem().detail()).isEqualTo("The broker gave the job up: Poison: schema 9");
        assertThat(input.attempt()).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "{", "null", "[]", "{}", "{\"DeadLetterReason\":null}"})
    void a_message_without_a_reason_is_rejected_all_the_same(String applicationProperties) {
        assertThat(reject(applicationProperties).problem().detail())
                .isEqualTo("The broker gave the job up: no reason given");
    }

    @Test
    void a_dead_message_whose_job_has_an_instance_leaves_it_alone() {
        engine.start(Names.PROCESS_JOB, jobId.value(), "work");

        assertThat(rejection.reject(delivery(), DeadLetter.read("{}").problem(), engine))
                .isEqualTo(new StartOutcome.AlreadyThere(jobId.value()));
        assertThat(engine.instances.get(jobId.value()).input()).isEqualTo("work");
    }

    @Test
    void a_dead_message_past_retention_is_settled_silently() {
        now = SUBMITTED.plus(Timings.RETENTION).plusMillis(1);

        assertThat(rejection.reject(delivery(), DeadLetter.read("{}").problem(), engine))
                .isEqualTo(new StartOutcome.PastRetention(jobId.value()));
        assertThat(engine.instances).isEmpty();
    }

    private RejectedInput reject(String applicationProperties) {
        DeadLetter deadLetter = DeadLetter.read(applicationProperties);
        Delivery delivery = new Delivery(jobId.value(), 5, "the message", deadLetter.attempt());
        assertThat(rejection.reject(delivery, deadLetter.problem(), engine))
                .isEqualTo(new StartOutcome.Started(Names.REJECTED_JOB, jobId.value()));
        return (RejectedInput) engine.instances.get(jobId.value()).input();
    }

    private Delivery delivery() {
        return new Delivery(jobId.value(), 5, "the message", 0);
    }
}
