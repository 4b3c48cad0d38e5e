package io.durablestatus.functions.activity;

/** Whether the mapping was written. Bound by Jackson and by Gson. */
public final class Registered {
    public boolean written;

    public Registered() {}

    public Registered(boolean written) {
        this.written = written;
    }
}
