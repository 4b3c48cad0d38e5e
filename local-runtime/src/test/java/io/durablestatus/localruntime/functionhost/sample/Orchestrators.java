package io.durablestatus.localruntime.functionhost.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.FailureDetails;
import com.microsoft.durabletask.TaskFailedException;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import java.util.Map;

public class Orchestrators {
    @FunctionName("Greet")
    public String greet(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        City city = ctx.getInput(City.class);
        ctx.setCustomStatus(Map.of("greeting", city.name));
        return ctx.callActivity("Say", city, String.class).await();
    }

    /** Calls {@code [activity, input]} and tells what came of it. */
    @FunctionName("Tell")
    public String tell(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        JsonNode input = ctx.getInput(JsonNode.class);
        try {
            Object given = input.get(1).isNull() ? null : input.get(1);
            return "ok|"
                    + ctx.callActivity(input.get(0).asText(), given, JsonNode.class)
                            .await();
        } catch (TaskFailedException e) {
            FailureDetails details = e.getErrorDetails();
            return details.getErrorType() + "|" + details.getErrorMessage() + "|"
                    + details.isCausedBy(IllegalStateException.class);
        }
    }

    @FunctionName("Throw")
    public String fail(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        ctx.setCustomStatus(Map.of("problem", "planted"));
        throw new IllegalStateException("planted");
    }

    @FunctionName("Wait")
    public String waitForEvent(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        return ctx.waitForExternalEvent("go", String.class).await();
    }
}
