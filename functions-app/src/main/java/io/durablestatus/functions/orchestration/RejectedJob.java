package io.durablestatus.functions.orchestration;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.RejectedInput;

/** The instance of a message that could not become work: fails at once and says why. */
public final class RejectedJob {
    @FunctionName(Names.REJECTED_JOB)
    public void run(@DurableOrchestrationTrigger(name = "context") TaskOrchestrationContext context) {
        RejectedInput input = context.getInput(RejectedInput.class);
        Problem given = input.problem();
        // why: a dead-letter reason may be as long as its writer liked.
        Problem problem = new Problem(given.type(), given.title(), ProblemDetail.of(given.detail()));
        context.setCustomStatus(JobProgress.rejected(problem, context.getCurrentInstant()));
        throw new JobFailedException(problem);
    }
}
