package io.durablestatus.functions.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.RejectedInput;
import io.durablestatus.functions.Jobs;
import org.junit.jupiter.api.Test;

class RejectedJobTest {
    @Test
    void it_fails_in_its_first_turn_and_its_custom_status_keeps_the_problem() {
        JobId jobId = Jobs.submittedAt(InstanceDriver.START);
        Problem problem = Problem.of(ProblemType.DEAD_LETTERED, "The job could not be started in 10 deliveries.");
        InstanceDriver driver =
                new InstanceDriver(Names.REJECTED_JOB, new RejectedJob()::run, jobId.value(), new Activities());

        driver.start(RejectedInput.of(jobId.value(), "the message", 10, InstanceDriver.START, problem));

        assertThat(driver.calls).isEmpty();
        assertThat(driver.end().getOrchestrationStatus()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(driver.customStatus(JobProgress.class).problem()).isEqualTo(problem);
    }

    @Test
    void a_reason_of_any_length_is_cut_to_what_a_custom_status_holds() {
        JobId jobId = Jobs.submittedAt(InstanceDriver.START);
        Problem problem = Problem.of(ProblemType.DEAD_LETTERED, "\u0001".repeat(8_000));
        InstanceDriver driver =
                new InstanceDriver(Names.REJECTED_JOB, new RejectedJob()::run, jobId.value(), new Activities());

        driver.start(RejectedInput.of(jobId.value(), "the message", 10, InstanceDriver.START, problem));

        assertThat(driver.customStatus(JobProgress.class).problem().detail()).hasSizeLessThan(1_001);
    }
}
