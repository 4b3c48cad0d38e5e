package io.durablestatus.localruntime.durablehttp;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.InstancePage;
import io.durablestatus.localruntime.taskhub.InstanceQuery;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.PurgeFilter;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Instances whose state a test chooses, because no engine can be brought into every state at will. It keeps the port's
 * contract, and remembers what was asked.
 */
final class PlantedInstances implements Instances {
    static final Instant CREATED = Instant.parse("2026-11-22T10:15:30.987654321Z");
    static final Instant UPDATED = Instant.parse("2026-11-22T10:16:01.123Z");

    final Map<String, InstanceRecord> records = new ConcurrentHashMap<>();
    final Map<String, List<HistoryEvent>> histories = new ConcurrentHashMap<>();
    final List<String> asked = new ArrayList<>();
    StartRequest started;
    InstanceQuery listed;
    PurgeFilter purged;
    String nextToken;

    /** A record as an engine would have it in that state. */
    void plant(String id, RuntimeStatus state) {
        boolean done = state == RuntimeStatus.Completed;
        TaskFailureDetails failure = state != RuntimeStatus.Failed
                ? null
                : TaskFailureDetails.newBuilder()
                        .setErrorType("java.lang.RuntimeException")
                        .setErrorMessage("kaboom")
                        .build();
        records.put(
                id,
                new InstanceRecord(
                        id,
                        "execution-1",
                        "Order",
                        RuntimeStatus.parse(state.name()).orElseThrow(),
                        "{\"city\":\"Tokyo\",\"price\":1.10}",
                        state == RuntimeStatus.Pending ? null : "{\"done\":3}",
                        done ? "[1,2]" : state == RuntimeStatus.Terminated ? "because" : null,
                        failure,
                        CREATED,
                        UPDATED,
                        null));
    }

    @Override
    public String start(StartRequest request) {
        if (!request.orchestrator().equalsIgnoreCase("Order")) {
            throw new TaskHubException(Reason.INVALID, "The function '" + request.orchestrator() + "' doesn't exist");
        }
        String id = request.instanceId() == null ? "fresh" : request.instanceId();
        if (records.containsKey(id)
                && !RuntimeStatus.of(records.get(id).status()).isTerminal()) {
            throw new TaskHubException(Reason.ALREADY_EXISTS, "An Orchestration instance with the ID " + id);
        }
        started = request;
        plant(id, RuntimeStatus.Pending);
        return id;
    }

    @Override
    public Optional<InstanceRecord> find(String instanceId) {
        return Optional.ofNullable(records.get(instanceId));
    }

    @Override
    public InstancePage list(InstanceQuery query) {
        listed = query;
        return new InstancePage(List.copyOf(records.values()), nextToken);
    }

    @Override
    public List<HistoryEvent> history(String instanceId) {
        return histories.getOrDefault(instanceId, List.of());
    }

    private void control(String what, String instanceId) {
        InstanceRecord found = find(instanceId).orElseThrow(() -> new TaskHubException(Reason.NOT_FOUND, instanceId));
        if (RuntimeStatus.of(found.status()).isTerminal()) {
            throw new TaskHubException(Reason.FINISHED, instanceId);
        }
        asked.add(what);
    }

    @Override
    public void terminate(String instanceId, String reason) {
        control("terminate " + instanceId + " " + reason, instanceId);
    }

    @Override
    public void suspend(String instanceId, String reason) {
        control("suspend " + instanceId + " " + reason, instanceId);
        refuseIf(isSuspended(instanceId));
    }

    @Override
    public void resume(String instanceId, String reason) {
        control("resume " + instanceId + " " + reason, instanceId);
        refuseIf(!isSuspended(instanceId));
    }

    private boolean isSuspended(String id) {
        return records.get(id).status() == OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED;
    }

    private static void refuseIf(boolean wrong) {
        if (wrong) {
            throw new TaskHubException(Reason.WRONG_STATE, "wrong state");
        }
    }

    @Override
    public void raiseEvent(String instanceId, String eventName, String json) {
        control("raise " + instanceId + " " + eventName + " " + json, instanceId);
    }

    @Override
    public boolean purge(String instanceId) {
        return records.remove(instanceId) != null;
    }

    @Override
    public int purge(PurgeFilter filter) {
        purged = filter;
        int before = records.size();
        records.values().removeIf(planted -> RuntimeStatus.of(planted.status()).isTerminal());
        return before - records.size();
    }

    @Override
    public String restart(String instanceId, boolean withNewId) {
        InstanceRecord found = find(instanceId).orElseThrow(() -> new TaskHubException(Reason.NOT_FOUND, instanceId));
        return start(new StartRequest(withNewId ? null : instanceId, found.name(), found.input(), null, null));
    }

    @Override
    public Optional<InstanceRecord> awaitCompletion(String instanceId, Duration timeout) {
        asked.add("await " + instanceId + " " + timeout);
        return find(instanceId).filter(found -> RuntimeStatus.of(found.status()).isTerminal());
    }
}
