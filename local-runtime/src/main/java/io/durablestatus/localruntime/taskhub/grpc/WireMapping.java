package io.durablestatus.localruntime.taskhub.grpc;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.PurgeInstanceFilter;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.QueryInstancesResponse;
import io.durablestatus.localruntime.taskhub.InstancePage;
import io.durablestatus.localruntime.taskhub.InstanceQuery;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.PurgeFilter;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.engine.Limits;
import io.durablestatus.localruntime.taskhub.engine.PageToken;
import io.durablestatus.localruntime.taskhub.engine.ProtoTimes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.Set;

/** Between the hub's words and the protocol's messages. */
final class WireMapping {
    private static final int DEFAULT_PAGE = 100;

    /** Room for what the reply holds beside the instances. */
    private static final int ENVELOPE_BYTES = 65_536;

    private WireMapping() {}

    static StartRequest start(CreateInstanceRequest request) {
        return new StartRequest(
                request.getInstanceId(),
                request.getName(),
                request.hasInput() ? request.getInput().getValue() : null,
                request.hasVersion() ? request.getVersion().getValue() : null,
                request.hasScheduledStartTimestamp()
                        ? ProtoTimes.instantOrNull(request.getScheduledStartTimestamp())
                        : null);
    }

    static GetInstanceResponse instance(InstanceRecord record, boolean withPayloads) {
        return GetInstanceResponse.newBuilder()
                .setExists(true)
                .setOrchestrationState(state(record, withPayloads))
                .build();
    }

    static OrchestrationState state(InstanceRecord record, boolean withPayloads) {
        OrchestrationState.Builder state = OrchestrationState.newBuilder()
                .setInstanceId(record.instanceId())
                .setName(record.name())
                .setOrchestrationStatus(record.status())
                .setCreatedTimestamp(ProtoTimes.timestamp(record.createdAt()))
                .setLastUpdatedTimestamp(ProtoTimes.timestamp(record.lastUpdatedAt()));
        if (record.scheduledAt() != null) {
            state.setScheduledStartTimestamp(ProtoTimes.timestamp(record.scheduledAt()));
        }
        if (withPayloads) {
            if (record.input() != null) {
                state.setInput(StringValue.of(record.input()));
            }
            if (record.output() != null) {
                state.setOutput(StringValue.of(record.output()));
            }
            if (record.customStatus() != null) {
                state.setCustomStatus(StringValue.of(record.customStatus()));
            }
            if (record.failure() != null) {
                state.setFailureDetails(record.failure());
            }
        }
        return state.build();
    }

    static InstanceQuery query(
            com.microsoft.durabletask.implementation.protobuf.OrchestratorService.InstanceQuery query) {
        return new InstanceQuery(
                query.hasInstanceIdPrefix() ? query.getInstanceIdPrefix().getValue() : null,
                query.hasCreatedTimeFrom() ? ProtoTimes.instantOrNull(query.getCreatedTimeFrom()) : null,
                query.hasCreatedTimeTo() ? ProtoTimes.instantOrNull(query.getCreatedTimeTo()) : null,
                Set.copyOf(query.getRuntimeStatusList()),
                query.getMaxInstanceCount() > 0 ? query.getMaxInstanceCount() : DEFAULT_PAGE,
                query.hasContinuationToken() ? query.getContinuationToken().getValue() : null);
    }

    /** The page, or as much of it as fits one message; the token then goes on behind what fitted. */
    static QueryInstancesResponse page(InstancePage page, boolean withPayloads) {
        QueryInstancesResponse.Builder reply = QueryInstancesResponse.newBuilder();
        String token = page.continuationToken();
        long bytes = ENVELOPE_BYTES;
        String last = null;
        for (InstanceRecord record : page.instances()) {
            OrchestrationState state = state(record, withPayloads);
            bytes += state.getSerializedSize();
            if (last != null && bytes > Limits.MESSAGE_BYTES) {
                token = PageToken.after(last);
                break;
            }
            reply.addOrchestrationState(state);
            last = record.instanceId();
        }
        if (token != null) {
            reply.setContinuationToken(StringValue.of(token));
        }
        return reply.build();
    }

    static PurgeFilter filter(PurgeInstanceFilter filter) {
        return new PurgeFilter(
                filter.hasCreatedTimeFrom() ? ProtoTimes.instantOrNull(filter.getCreatedTimeFrom()) : null,
                filter.hasCreatedTimeTo() ? ProtoTimes.instantOrNull(filter.getCreatedTimeTo()) : null,
                filter.getRuntimeStatusCount() == 0 ? Set.of() : EnumSet.copyOf(filter.getRuntimeStatusList()));
    }

    /** As Azure's extension: a start it does not take, for its id or its name, is an internal error. */
    static StatusRuntimeException startRefusal(String instanceId, TaskHubException refused) {
        if (refused.reason() != TaskHubException.Reason.INVALID) {
            return refusal(refused);
        }
        return Status.INTERNAL
                .withDescription("Failed to start instance with ID %s. Inner Exception message: %s"
                        .formatted(instanceId, refused.getMessage()))
                .asRuntimeException();
    }

    static StatusRuntimeException refusal(Throwable failure) {
        if (failure instanceof StatusRuntimeException mapped) {
            return mapped;
        }
        if (failure instanceof TaskHubException refused) {
            Status status = switch (refused.reason()) {
                case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
                case NOT_FOUND -> Status.NOT_FOUND;
                case FINISHED, WRONG_STATE -> Status.FAILED_PRECONDITION;
                case INVALID -> Status.INVALID_ARGUMENT;
                case UNAVAILABLE -> Status.UNAVAILABLE;
            };
            return status.withDescription(refused.getMessage()).asRuntimeException();
        }
        return Status.INTERNAL
                .withDescription("The task hub failed: " + failure)
                .asRuntimeException();
    }
}
