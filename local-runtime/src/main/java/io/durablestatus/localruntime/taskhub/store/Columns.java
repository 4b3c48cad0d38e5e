package io.durablestatus.localruntime.taskhub.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How values look in columns: instants are nanoseconds since 1970 (until 2262, later ones count as that), messages are their bytes. */
final class Columns {
    private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);
    private static final Instant EARLIEST = Instant.EPOCH.plusNanos(Long.MIN_VALUE);

    private Columns() {}

    static Long nanos(Instant instant) {
        if (instant == null) {
            return null;
        }
        if (instant.isAfter(LATEST)) {
            return Long.MAX_VALUE;
        }
        return instant.isBefore(EARLIEST) ? Long.MIN_VALUE : ChronoUnit.NANOS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }

    static byte[] bytes(MessageLite message) {
        return message == null ? null : message.toByteArray();
    }

    static <T> T message(Parser<T> parser, byte[] bytes) throws SQLException {
        try {
            return bytes == null ? null : parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a row of the task hub is damaged: " + e.getMessage(), e);
        }
    }

    /** The protocol has no message that is only a list of events; a request's new events serve as one. */
    static byte[] events(List<HistoryEvent> events) {
        return OrchestratorRequest.newBuilder().addAllNewEvents(events).build().toByteArray();
    }

    static List<HistoryEvent> events(byte[] bytes) throws SQLException {
        return message(OrchestratorRequest.parser(), bytes).getNewEventsList();
    }
}
