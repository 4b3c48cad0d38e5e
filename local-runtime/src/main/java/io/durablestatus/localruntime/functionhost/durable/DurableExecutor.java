package io.durablestatus.localruntime.functionhost.durable;

import com.google.gson.Gson;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;
import io.durablestatus.localruntime.functionhost.worker.FunctionInput;
import io.durablestatus.localruntime.functionhost.worker.FunctionResult;
import io.durablestatus.localruntime.functionhost.worker.Worker;
import io.durablestatus.localruntime.taskhub.TaskExecutor;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the task hub's work through the worker. Function names have no case. */
public final class DurableExecutor implements TaskExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(DurableExecutor.class);

    private final Worker worker;
    private final Map<String, DurableFunction> orchestrators = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, DurableFunction> activities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** The keys are the names orchestrators and activities are called by. */
    public DurableExecutor(
            Worker worker, Map<String, DurableFunction> orchestrators, Map<String, DurableFunction> activities) {
        this.worker = worker;
        this.orchestrators.putAll(orchestrators);
        this.activities.putAll(activities);
    }

    @Override
    public boolean hasOrchestrator(String functionName) {
        return orchestrators.containsKey(functionName);
    }

    @Override
    public OrchestratorResponse runOrchestrator(String functionName, OrchestratorRequest request) throws Exception {
        DurableFunction function = orchestrators.get(functionName);
        if (function == null) {
            throw new OrchestratorFailure(
                    unknown(functionName, "an orchestrator", "orchestrator", orchestrators), null);
        }
        Map<String, Data> parameters = new HashMap<>(function.inputs());
        String encoded = Base64.getEncoder().encodeToString(request.toByteArray());
        parameters.put(function.parameter(), new Data.Text(encoded));
        Map<String, Data> metadata = Map.of("instanceId", new Data.Text(request.getInstanceId()));
        try {
            FunctionResult result =
                    worker.invoke(function.name(), function.method(), new FunctionInput(parameters, metadata));
            if (result.returned() instanceof Data.Text text) {
                return OrchestratorResponse.parseFrom(Base64.getDecoder().decode(text.value()));
            }
            throw new OrchestratorFailure(
                    "Function '" + function.name()
                            + "' gave no orchestrator response: the package lacks durabletask-azure-functions.",
                    null);
        } catch (FunctionFailure e) {
            throw new OrchestratorFailure(
                    "Function '" + function.name() + "' failed with an unhandled exception.", e.getCause());
        }
    }

    @Override
    public ActivityResponse runActivity(ActivityRequest request) {
        ActivityResponse.Builder response = ActivityResponse.newBuilder()
                .setInstanceId(request.getOrchestrationInstance().getInstanceId())
                .setTaskId(request.getTaskId());
        DurableFunction function = activities.get(request.getName());
        if (function == null) {
            String message = unknown(request.getName(), "an activity", "activity", activities);
            return response.setFailureDetails(ActivityFailure.of(message)).build();
        }
        try {
            String result = result(worker.invoke(function.name(), function.method(), activityInput(function, request)));
            if (result != null) {
                response.setResult(StringValue.of(result));
            }
        } catch (FunctionFailure e) {
            LOG.error("{}", e.getMessage(), e.getCause());
            response.setFailureDetails(ActivityFailure.of(e));
        }
        return response.build();
    }

    private static FunctionInput activityInput(DurableFunction function, ActivityRequest request) {
        String input = request.hasInput() ? request.getInput().getValue() : "";
        Map<String, Data> parameters = new HashMap<>(function.inputs());
        Map<String, Data> metadata = new HashMap<>();
        // why: the extension hands over the JSON as text, so a String parameter gets its quotes too.
        parameters.put(function.parameter(), input.isEmpty() ? new Data.Nothing() : new Data.Text(input));
        metadata.put(
                "instanceId", new Data.Text(request.getOrchestrationInstance().getInstanceId()));
        if (!input.isEmpty()) {
            metadata.put(function.parameter(), new Data.Text(input));
            metadata.put("data", new Data.Json(input));
        }
        return new FunctionInput(parameters, metadata);
    }

    private static String result(FunctionResult result) {
        Data returned = result.returned();
        if (returned instanceof Data.Text text) {
            return json(text.value());
        } else if (returned instanceof Data.Json json) {
            return json.value();
        } else if (returned instanceof Data.Whole whole) {
            return Long.toString(whole.value());
        } else if (returned instanceof Data.Real real) {
            // JSON has no NaN; the extension writes its name.
            return Double.isFinite(real.value()) ? Double.toString(real.value()) : json(Double.toString(real.value()));
        } else if (returned instanceof Data.Bytes bytes) {
            return json(Base64.getEncoder().encodeToString(bytes.value()));
        }
        return null;
    }

    private static String json(String text) {
        return new Gson().toJson(new JsonPrimitive(text));
    }

    private static String unknown(String name, String kind, String known, Map<String, DurableFunction> functions) {
        String start = "The function '" + name + "' doesn't exist, is disabled, or is not " + kind
                + " function. Additional info: ";
        return functions.isEmpty()
                ? start + "No " + known + " functions are currently registered!"
                : start + "The following are the known " + known + " functions: '"
                        + String.join("', '", functions.keySet()) + "'.";
    }
}
