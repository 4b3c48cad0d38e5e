package io.durablestatus.localruntime.servicebus.queue;

/** Where a message stands. */
public enum MessageState {
    ACTIVE(0),
    DEFERRED(1),
    SCHEDULED(2);

    private final int code;

    MessageState(int code) {
        this.code = code;
    }

    /** The value of the annotation x-opt-message-state, and of the journal. */
    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException when there is none with this code */
    public static MessageState ofCode(int code) {
        for (MessageState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no message state has the code " + code);
    }
}
