package io.durablestatus.localruntime.durablehttp;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.util.Arrays;
import java.util.Optional;

/** The API's names of the runtime states, in the extension's own order; the numbers equal those of the protocol. */
enum RuntimeStatus {
    Running(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, false),
    Completed(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, true),
    ContinuedAsNew(OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, false),
    Failed(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED, true),
    Canceled(OrchestrationStatus.ORCHESTRATION_STATUS_CANCELED, true),
    Terminated(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED, true),
    Pending(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, false),
    Suspended(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED, false);

    private final OrchestrationStatus status;
    private final boolean terminal;

    RuntimeStatus(OrchestrationStatus status, boolean terminal) {
        this.status = status;
        this.terminal = terminal;
    }

    static RuntimeStatus of(OrchestrationStatus status) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.status == status)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown runtime status " + status));
    }

    static Optional<OrchestrationStatus> parse(String text) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.name().equals(text)
                        || Integer.toString(candidate.status.getNumber()).equals(text))
                .map(candidate -> candidate.status)
                .findFirst();
    }

    boolean isTerminal() {
        return terminal;
    }
}
