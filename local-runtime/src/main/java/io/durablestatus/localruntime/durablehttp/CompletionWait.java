package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import java.time.Duration;
import java.util.Optional;

/** What start and restart answer: the links at once, or the outcome when {@code timeout} and {@code pollingInterval} ask for it. */
final class CompletionWait {
    private final Instances instances;
    private final ManagementLinks links;
    private final GetStatus status;

    CompletionWait(Instances instances, ManagementLinks links, GetStatus status) {
        this.instances = instances;
        this.links = links;
        this.status = status;
    }

    Reply answer(Call call, String instanceId) throws InterruptedException {
        Optional<Duration> timeout = call.query().seconds("timeout");
        Optional<Duration> interval = call.query().seconds("pollingInterval");
        if (timeout.isEmpty() || interval.isEmpty()) {
            return links.checkStatus(call, instanceId);
        }
        if (interval.get().compareTo(timeout.get()) > 0) {
            return Problem.of(
                    400,
                    Problem.BAD_ARGUMENT,
                    "Total timeout " + timeout.get().toSeconds() + " should be bigger than retry timeout "
                            + interval.get().toSeconds(),
                    "System.ArgumentException");
        }
        Optional<InstanceRecord> ended = instances.awaitCompletion(instanceId, timeout.get());
        if (ended.isEmpty()) {
            return links.checkStatus(call, instanceId);
        }
        if (RuntimeStatus.of(ended.get().status()) == RuntimeStatus.Completed) {
            return Reply.json(200, StatusJson.output(ended.get()));
        }
        return status.of(call, ended.get(), false);
    }
}
