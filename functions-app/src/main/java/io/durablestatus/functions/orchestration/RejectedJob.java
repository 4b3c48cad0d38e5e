package io.durablestatus.functions.orchestration;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.RejectedInput;

/** The instance of a message that could not become work: fails at once and says why. */
public final class RejectedJob {
    @FunctionName(Names.REJECTED_JOB)
    public void run(@DurableOrchestrationTrigger(name = "context") TaskOrchestrationContext context) {
        RejectedInput input = context.getInput(RejectedInput.class);
        context.setCustomStatus(JobProgress.rejected(input.problem(), context.getCurrentInstant()));
        throw new JobFailedException(input.problem());
    }
}
