package io.durablestatus.localruntime.servicebus.amqp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Lock tokens as delivery tags: 16 bytes in the order of a .NET GUID, the first three fields little-endian. */
final class LockTokens {
    private LockTokens() {}

    static byte[] toTag(UUID token) {
        long high = token.getMostSignificantBits();
        ByteBuffer tag = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        tag.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        tag.order(ByteOrder.BIG_ENDIAN).putLong(token.getLeastSignificantBits());
        return tag.array();
    }
}
