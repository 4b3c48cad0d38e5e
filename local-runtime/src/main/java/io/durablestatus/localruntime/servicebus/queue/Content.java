package io.durablestatus.localruntime.servicebus.queue;

/** An encoded message. Only the wire can read it; the broker just keeps it. Never changed after it was made. */
public final class Content {
    private final byte[] bytes;

    public Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy: callers only read. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }
}
