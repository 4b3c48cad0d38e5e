package io.durablestatus.localruntime.taskhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.StringValue;
import com.microsoft.durabletask.OrchestrationRunner;
import com.microsoft.durabletask.TaskOrchestration;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a workload in this process by the SDK's own runner, and counts the turns of each instance. */
final class SdkExecutor implements TaskExecutor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workload workload;
    final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    SdkExecutor(Workload workload) {
        this.workload = workload;
    }

    @Override
    public OrchestratorResponse runOrchestrator(String functionName, OrchestratorRequest request) throws Exception {
        turns.computeIfAbsent(request.getInstanceId(), id -> new AtomicInteger())
                .incrementAndGet();
        TaskOrchestration orchestration = workload.orchestrators.get(functionName);
        if (orchestration == null) {
            throw new IllegalArgumentException("The function '%s' doesn't exist".formatted(functionName));
        }
        return OrchestratorResponse.parseFrom(OrchestrationRunner.loadAndRun(request.toByteArray(), orchestration));
    }

    @Override
    public ActivityResponse runActivity(ActivityRequest request) {
        ActivityResponse.Builder response = ActivityResponse.newBuilder()
                .setInstanceId(request.getOrchestrationInstance().getInstanceId())
                .setTaskId(request.getTaskId());
        try {
            Object result = workload.activities.get(request.getName()).run(input(request));
            return result == null
                    ? response.build()
                    : response.setResult(StringValue.of(JSON.writeValueAsString(result)))
                            .build();
        } catch (Exception e) {
            return response.setFailureDetails(TaskFailureDetails.newBuilder()
                            .setErrorType(e.getClass().getName())
                            .setErrorMessage(String.valueOf(e.getMessage())))
                    .build();
        }
    }

    private static JsonNode input(ActivityRequest request) throws JsonProcessingException {
        return request.hasInput() ? JSON.readTree(request.getInput().getValue()) : null;
    }

    @Override
    public boolean hasOrchestrator(String functionName) {
        return workload.orchestrators.containsKey(functionName);
    }
}
