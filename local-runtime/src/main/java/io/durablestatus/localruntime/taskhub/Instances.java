package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Management of orchestration instances, as the durable HTTP API and the gRPC service offer it. Thread-safe. */
public interface Instances {
    /**
     * Starts an instance and returns its id. An id in use by an instance that is not terminal is refused; a terminal one
     * is replaced.
     *
     * @throws TaskHubException with reason {@link TaskHubException.Reason#ALREADY_EXISTS} or {@code INVALID}
     */
    String start(StartRequest request);

    Optional<InstanceRecord> find(String instanceId);

    InstancePage list(InstanceQuery query);

    /** The committed history, oldest first; empty when there is no such instance. */
    List<HistoryEvent> history(String instanceId);

    /** @throws TaskHubException {@code NOT_FOUND} or {@code FINISHED} */
    void terminate(String instanceId, String reason);

    /** @throws TaskHubException {@code NOT_FOUND}, {@code FINISHED} or {@code WRONG_STATE} (already suspended) */
    void suspend(String instanceId, String reason);

    /** @throws TaskHubException {@code NOT_FOUND}, {@code FINISHED} or {@code WRONG_STATE} (not suspended) */
    void resume(String instanceId, String reason);

    /** @throws TaskHubException {@code NOT_FOUND} or {@code FINISHED}; {@code json} may be null */
    void raiseEvent(String instanceId, String eventName, String json);

    /** Deletes one instance whatever its state; false when there is none. */
    boolean purge(String instanceId);

    /** Deletes the terminal instances the filter names and returns how many. */
    int purge(PurgeFilter filter);

    /**
     * Starts a finished instance again with its input; after continue-as-new, as in Azure, that of the last generation.
     * With a new id it need not be finished.
     *
     * @return the id of the new run: the same, or a fresh one
     * @throws TaskHubException {@code NOT_FOUND}, or {@code ALREADY_EXISTS} while it still runs under the same id
     */
    String restart(String instanceId, boolean withNewId);

    /** Waits until the instance is terminal; empty when time ran out or there is no such instance. */
    Optional<InstanceRecord> awaitCompletion(String instanceId, Duration timeout);
}
