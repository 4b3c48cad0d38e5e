package io.durablestatus.localruntime.functionhost.worker;

/** A value that crosses between host and worker, in the kinds of the worker's protocol. */
public sealed interface Data {
    /** Plain text; a String parameter gets it as it is. */
    record Text(String value) implements Data {}

    /** JSON text; a String parameter gets the JSON, quotes included. */
    record Json(String value) implements Data {}

    record Whole(long value) implements Data {}

    record Real(double value) implements Data {}

    /** A wrapper, because a record of an array would compare by identity. */
    final class Bytes implements Data {
        private final byte[] value;

        public Bytes(byte[] value) {
            this.value = value.clone();
        }

        public byte[] value() {
            return value.clone();
        }
    }

    /** No value at all. */
    record Nothing() implements Data {}

    static Data ofText(String value) {
        return value == null ? new Nothing() : new Text(value);
    }
}
