package io.durablestatus.localruntime.servicebus.journal;

import io.durablestatus.localruntime.servicebus.queue.Change;
import io.durablestatus.localruntime.servicebus.queue.Content;
import io.durablestatus.localruntime.servicebus.queue.MessageState;
import io.durablestatus.localruntime.servicebus.queue.StoredMessage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes as bytes. A new kind of change gets a new number; numbers are never given twice. */
final class ChangeCodec {
    private static final int STORED = 1;
    private static final int REMOVED = 2;
    private static final int DELIVERY_COUNTED = 3;
    private static final int STATE_CHANGED = 4;
    private static final int ID_SEEN = 5;
    private static final int SESSION_STATE_SET = 6;
    private static final int NUMBERS_USED = 7;

    private ChangeCodec() {}

    static void write(List<Change> changes, DataOutputStream out) throws IOException {
        out.writeInt(changes.size());
        for (Change change : changes) {
            write(change, out);
        }
    }

    static List<Change> read(byte[] record) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
        int count = in.readInt();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(readChange(in));
        }
        return changes;
    }

    private static void write(Change change, DataOutputStream out) throws IOException {
        if (change instanceof Change.Stored stored) {
            begin(STORED, change, out);
            writeMessage(stored.message(), out);
        } else if (change instanceof Change.Removed removed) {
            begin(REMOVED, change, out);
            out.writeLong(removed.sequenceNumber());
        } else if (change instanceof Change.DeliveryCounted counted) {
            begin(DELIVERY_COUNTED, change, out);
            out.writeLong(counted.sequenceNumber());
            out.writeInt(counted.deliveryCount());
        } else if (change instanceof Change.StateChanged changed) {
            begin(STATE_CHANGED, change, out);
            out.writeLong(changed.sequenceNumber());
            out.writeByte(changed.state().code());
        } else if (change instanceof Change.IdSeen seen) {
            begin(ID_SEEN, change, out);
            out.writeUTF(seen.messageId());
            out.writeLong(seen.seenAt());
        } else if (change instanceof Change.SessionStateSet set) {
            begin(SESSION_STATE_SET, change, out);
            out.writeUTF(set.sessionId());
            writeContent(set.state(), out);
        } else if (change instanceof Change.NumbersUsed used) {
            begin(NUMBERS_USED, change, out);
            out.writeLong(used.lastSequenceNumber());
        }
    }

    private static void begin(int kind, Change change, DataOutputStream out) throws IOException {
        out.writeByte(kind);
        out.writeUTF(change.queue());
    }

    private static Change readChange(DataInputStream in) throws IOException {
        int kind = in.readByte();
        String queue = in.readUTF();
        return switch (kind) {
            case STORED -> new Change.Stored(queue, readMessage(in));
            case REMOVED -> new Change.Removed(queue, in.readLong());
            case DELIVERY_COUNTED -> new Change.DeliveryCounted(queue, in.readLong(), in.readInt());
            case STATE_CHANGED -> new Change.StateChanged(queue, in.readLong(), MessageState.ofCode(in.readByte()));
            case ID_SEEN -> new Change.IdSeen(queue, in.readUTF(), in.readLong());
            case SESSION_STATE_SET -> new Change.SessionStateSet(queue, in.readUTF(), readContent(in));
            case NUMBERS_USED -> new Change.NumbersUsed(queue, in.readLong());
            default -> throw new IOException("a change of the unknown kind " + kind + ", written by a newer version");
        };
    }

    private static void writeMessage(StoredMessage message, DataOutputStream out) throws IOException {
        out.writeLong(message.sequenceNumber());
        out.writeByte(message.state().code());
        out.writeInt(message.deliveryCount());
        out.writeLong(message.enqueuedAt());
        out.writeLong(message.expiresAt());
        out.writeLong(message.scheduledFor());
        writeText(message.messageId(), out);
        writeText(message.sessionId(), out);
        writeText(message.deadLetterSource(), out);
        writeContent(message.content(), out);
    }

    private static StoredMessage readMessage(DataInputStream in) throws IOException {
        return new StoredMessage(
                in.readLong(),
                MessageState.ofCode(in.readByte()),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readText(in),
                readText(in),
                readText(in),
                readContent(in));
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void writeContent(Content content, DataOutputStream out) throws IOException {
        out.writeInt(content == null ? -1 : content.size());
        if (content != null) {
            out.write(content.bytes());
        }
    }

    private static Content readContent(DataInputStream in) throws IOException {
        int size = in.readInt();
        return size < 0 ? null : new Content(in.readNBytes(size));
    }
}
