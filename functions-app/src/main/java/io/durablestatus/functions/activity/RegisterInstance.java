package io.durablestatus.functions.activity;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.Names;
import io.durablestatus.functions.FunctionsApp;
import io.durablestatus.functions.session.SessionMapping;

/** Step 3: tells Redis which instance does the session's job. What Redis answers never decides the job's fate. */
public final class RegisterInstance {
    private final SessionMapping mapping;

    public RegisterInstance() {
        this(FunctionsApp.sessionMapping());
    }

    RegisterInstance(SessionMapping mapping) {
        this.mapping = mapping;
    }

    @FunctionName(Names.REGISTER_INSTANCE)
    public Registered run(@DurableActivityTrigger(name = "registration") Registration registration) {
        return new Registered(mapping.register(new JobId(registration.jobId), registration.instanceId));
    }
}
