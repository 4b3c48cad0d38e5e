package io.durablestatus.localruntime.servicebus;

/** The emulator cannot start; the message says why and what to do. Nothing is left running. */
public final class ServiceBusStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServiceBusStartException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
