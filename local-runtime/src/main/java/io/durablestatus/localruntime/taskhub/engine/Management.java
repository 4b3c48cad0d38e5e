package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.InstancePage;
import io.durablestatus.localruntime.taskhub.InstanceQuery;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.PurgeFilter;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.store.ReadTransaction.Selection;
import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import io.durablestatus.localruntime.taskhub.store.WriteTransaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The commands and queries of clients. */
final class Management implements Instances {
    private static final int PURGED_AT_ONCE = 200;

    private final Store store;
    private final Changes changes;
    private final Watchers watchers;
    private final InstantSource clock;
    private final Predicate<String> knownOrchestrator;

    Management(
            Store store, Changes changes, Watchers watchers, InstantSource clock, Predicate<String> knownOrchestrator) {
        this.store = store;
        this.changes = changes;
        this.watchers = watchers;
        this.clock = clock;
        this.knownOrchestrator = knownOrchestrator;
    }

    @Override
    public String start(StartRequest request) {
        String id = request.instanceId() == null || request.instanceId().isEmpty()
                ? InstanceIds.fresh()
                : request.instanceId();
        InstanceIds.check(id);
        if (request.orchestrator() == null || !knownOrchestrator.test(request.orchestrator())) {
            throw new TaskHubException(
                    Reason.INVALID,
                    "The function '%s' doesn't exist, is disabled, or is not an orchestrator function."
                            .formatted(request.orchestrator()));
        }
        Limits.check("The input", request.input());
        StartRequest named =
                new StartRequest(id, request.orchestrator(), request.input(), request.version(), request.scheduledAt());
        changes.make((transaction, after) -> {
            Starts.start(transaction, after, named, clock.instant());
            return id;
        });
        return id;
    }

    @Override
    public Optional<InstanceRecord> find(String instanceId) {
        return store.read(transaction -> transaction.instance(instanceId)).map(StoredInstance::state);
    }

    @Override
    public InstancePage list(InstanceQuery query) {
        if (query.top() < 1) {
            throw new TaskHubException(Reason.INVALID, "A page has at least 1 instance, not " + query.top() + ".");
        }
        Selection selection = new Selection(
                query.idPrefix(),
                query.createdFrom(),
                query.createdTo(),
                query.statuses(),
                PageToken.idOf(query.continuationToken()),
                // one more, to see whether there is another page
                query.top() == Integer.MAX_VALUE ? query.top() : query.top() + 1);
        List<InstanceRecord> found = store.read(transaction -> transaction.instances(selection)).stream()
                .map(StoredInstance::state)
                .toList();
        if (found.size() <= query.top()) {
            return new InstancePage(found, null);
        }
        List<InstanceRecord> page = List.copyOf(found.subList(0, query.top()));
        return new InstancePage(page, PageToken.after(page.get(page.size() - 1).instanceId()));
    }

    @Override
    public List<HistoryEvent> history(String instanceId) {
        return store.read(transaction -> transaction.history(instanceId));
    }

    @Override
    public void terminate(String instanceId, String reason) {
        Limits.check("The reason", reason);
        tell(instanceId, HistoryEvents.terminated(reason, clock.instant()));
    }

    @Override
    public void raiseEvent(String instanceId, String eventName, String json) {
        Limits.check("The event", json);
        StringValue data = json == null ? null : StringValue.of(json);
        tell(instanceId, HistoryEvents.raised(eventName, data, clock.instant()));
    }

    private void tell(String instanceId, HistoryEvent event) {
        changes.make((transaction, after) -> {
            StoredInstance instance = live(transaction, instanceId);
            transaction.post(instance.id(), null, event);
            after.ready(instance.id());
            return instance;
        });
    }

    @Override
    public void suspend(String instanceId, String reason) {
        Limits.check("The reason", reason);
        changes.make((transaction, after) -> {
            StoredInstance instance = live(transaction, instanceId);
            if (isSuspended(instance)) {
                throw new TaskHubException(
                        Reason.WRONG_STATE, "The instance %s is suspended already.".formatted(instanceId));
            }
            transaction.post(instanceId, null, HistoryEvents.suspended(reason, clock.instant()));
            transaction.update(
                    instance.withStatus(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED, clock.instant()));
            after.ready(instanceId);
            after.changed(instanceId);
            return instance;
        });
    }

    @Override
    public void resume(String instanceId, String reason) {
        Limits.check("The reason", reason);
        changes.make((transaction, after) -> {
            StoredInstance instance = live(transaction, instanceId);
            if (!isSuspended(instance)) {
                throw new TaskHubException(
                        Reason.WRONG_STATE, "The instance %s is not suspended.".formatted(instanceId));
            }
            transaction.post(instanceId, null, HistoryEvents.resumed(reason, clock.instant()));
            OrchestrationStatus status = instance.turns() == 0
                    ? OrchestrationStatus.ORCHESTRATION_STATUS_PENDING
                    : OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
            transaction.update(instance.withStatus(status, clock.instant()));
            after.ready(instanceId);
            after.changed(instanceId);
            return instance;
        });
    }

    private static boolean isSuspended(StoredInstance instance) {
        return instance.state().status() == OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED;
    }

    private static StoredInstance live(WriteTransaction transaction, String instanceId) {
        StoredInstance instance = transaction.head(instanceId).orElseThrow(() -> notFound(instanceId));
        if (instance.terminal()) {
            throw new TaskHubException(Reason.FINISHED, "The instance %s has ended.".formatted(instanceId));
        }
        return instance;
    }

    private static TaskHubException notFound(String instanceId) {
        return new TaskHubException(Reason.NOT_FOUND, "There is no instance with the ID %s.".formatted(instanceId));
    }

    @Override
    public boolean purge(String instanceId) {
        return changes.make((transaction, after) -> {
            boolean existed = transaction.delete(instanceId);
            after.changed(instanceId);
            return existed;
        });
    }

    @Override
    public int purge(PurgeFilter filter) {
        Set<OrchestrationStatus> statuses = new HashSet<>(StoredInstance.terminalStatuses());
        if (filter.statuses() != null && !filter.statuses().isEmpty()) {
            statuses.retainAll(filter.statuses());
        }
        if (statuses.isEmpty()) {
            return 0;
        }
        Selection selection =
                new Selection(null, filter.createdFrom(), filter.createdTo(), statuses, null, PURGED_AT_ONCE);
        int purged = 0;
        int last;
        do {
            // why: in portions, so that turns get their commits in between.
            last = changes.make((transaction, after) -> {
                List<String> found = transaction.ids(selection);
                found.forEach(transaction::delete);
                return found.size();
            });
            purged += last;
        } while (last == PURGED_AT_ONCE);
        return purged;
    }

    @Override
    public String restart(String instanceId, boolean withNewId) {
        StoredInstance old =
                store.read(transaction -> transaction.instance(instanceId)).orElseThrow(() -> notFound(instanceId));
        return start(new StartRequest(
                withNewId ? null : instanceId, old.state().name(), old.state().input(), old.version(), null));
    }

    @Override
    public Optional<InstanceRecord> awaitCompletion(String instanceId, Duration timeout) {
        CompletableFuture<InstanceRecord> ended = watchers.when(instanceId, StoredInstance::terminal);
        try {
            if (!ended.isDone() && find(instanceId).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub cannot be read.", e);
        } finally {
            ended.cancel(false);
        }
    }
}
