package io.durablestatus.localruntime.taskhub.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;

/**
 * Fields of the protocol that are newer than the messages of the SDK in use, and cross the wire as unknown ones. Workers of
 * newer SDKs give an item's token back with its answer, and send a large answer in parts.
 */
final class NewerFields {
    private static final int TOKEN_OF_ITEM = 10;
    private static final int TOKEN_OF_TURN = 4;
    private static final int TOKEN_OF_ACTIVITY = 5;
    private static final int IS_PARTIAL = 8;

    private NewerFields() {}

    static WorkItem.Builder withToken(WorkItem.Builder item, String token) {
        Field field = Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(token))
                .build();
        return item.setUnknownFields(
                UnknownFieldSet.newBuilder().addField(TOKEN_OF_ITEM, field).build());
    }

    /** Empty from a worker that knows no tokens. */
    static String token(OrchestratorResponse answer) {
        return text(answer, TOKEN_OF_TURN);
    }

    /** Empty from a worker that knows no tokens. */
    static String token(ActivityResponse answer) {
        return text(answer, TOKEN_OF_ACTIVITY);
    }

    /** Whether more parts of this answer are to come. */
    static boolean isPartial(OrchestratorResponse answer) {
        List<Long> values = answer.getUnknownFields().getField(IS_PARTIAL).getVarintList();
        return !values.isEmpty() && values.get(values.size() - 1) != 0;
    }

    private static String text(Message message, int number) {
        List<ByteString> values = message.getUnknownFields().getField(number).getLengthDelimitedList();
        return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
    }
}
