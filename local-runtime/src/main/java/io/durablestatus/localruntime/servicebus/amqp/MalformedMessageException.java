package io.durablestatus.localruntime.servicebus.amqp;

/** Bytes that are no AMQP message. */
final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String problem) {
        super(problem, null, false, false);
    }
}
