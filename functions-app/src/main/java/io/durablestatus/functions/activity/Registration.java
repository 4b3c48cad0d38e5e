package io.durablestatus.functions.activity;

/** Which instance does which job. Bound by Jackson and by Gson. */
public final class Registration {
    public String jobId;
    public String instanceId;

    public Registration() {}

    public Registration(String jobId, String instanceId) {
        this.jobId = jobId;
        this.instanceId = instanceId;
    }
}
