package io.durablestatus.functions.orchestration;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.Names;

/** The instance of a job: registers itself, compares all tiles, tells its progress, and ends with the result. */
public final class ProcessJob {
    @FunctionName(Names.PROCESS_JOB)
    public JobOutput run(@DurableOrchestrationTrigger(name = "context") TaskOrchestrationContext context) {
        return new JobRun(context).run();
    }
}
