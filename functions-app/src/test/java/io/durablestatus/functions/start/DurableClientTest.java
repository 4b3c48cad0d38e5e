package io.durablestatus.functions.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.contracts.JobInput;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Timings;
import io.durablestatus.functions.Jobs;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurableClientTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private Sidecar sidecar;
    private DurableTaskClient client;

    @BeforeEach
    void start() throws IOException {
        sidecar = new Sidecar();
        client = sidecar.client();
    }

    @AfterEach
    void stop() {
        client.close();
        sidecar.close();
    }

    @Test
    void an_instance_exists_once_it_was_started_and_its_input_is_the_contracts_json() {
        DurableInstances instances = new DurableInstances(client);
        String id = Jobs.submittedAt(NOW).value();
        assertThat(instances.exists(id)).isFalse();

        instances.start(Names.PROCESS_JOB, id, Jobs.input(Jobs.submittedAt(NOW), "name\nAnna\n"));

        assertThat(instances.exists(id)).isTrue();
        assertThat(sidecar.instances.get(id).getInput().getValue())
                .contains("\"deliveredAt\":\"2026-01-02T12:00:00.020Z\"")
                .contains("\"jobId\":\"" + id + "\"");
        assertThat(client.getInstanceMetadata(id, true)
                        .readInputAs(JobInput.class)
                        .attempt())
                .isEqualTo(1);
    }

    @Test
    void an_engine_that_does_not_answer_is_an_error() {
        sidecar.close();

        assertThatThrownBy(() -> new DurableInstances(client).exists("any")).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void at_the_end_of_retention_what_ended_goes_and_what_still_runs_ends_and_goes_next_time() {
        Instant old = NOW.minus(Timings.RETENTION);
        for (int i = 0; i < 5; i++) {
            sidecar.put("done-" + i, OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, old.minusSeconds(i));
        }
        sidecar.put("failed", OrchestrationStatus.ORCHESTRATION_STATUS_FAILED, old);
        sidecar.put("running", OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, old);
        sidecar.put("pending", OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, old);
        sidecar.put("suspended", OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED, old);
        sidecar.put("young", OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, old.plusSeconds(1));
        sidecar.put("young-running", OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, old.plusSeconds(1));
        ExpiredInstances expired = new ExpiredInstances(() -> NOW);

        assertThat(expired.purge(client)).isEqualTo(new ExpiredInstances.Purge(6, 3, 0));
        assertThat(sidecar.instances).containsOnlyKeys("pending", "running", "suspended", "young", "young-running");
        assertThat(expired.purge(client)).isEqualTo(new ExpiredInstances.Purge(3, 0, 0));
        assertThat(sidecar.instances).containsOnlyKeys("young", "young-running");
    }

    @Test
    void an_instance_that_cannot_be_ended_does_not_keep_the_others() {
        Instant old = NOW.minus(Timings.RETENTION).minusSeconds(1);
        sidecar.put("a-stubborn", OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, old);
        sidecar.put("b-running", OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, old);

        assertThat(new ExpiredInstances(() -> NOW).purge(client)).isEqualTo(new ExpiredInstances.Purge(0, 1, 1));
    }
}
