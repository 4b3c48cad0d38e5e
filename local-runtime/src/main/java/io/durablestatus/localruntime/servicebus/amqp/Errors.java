package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.QueueException;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** AMQP conditions, and the one place where a refusal of the broker becomes one. */
final class Errors {
    static final Symbol NOT_FOUND = Symbol.valueOf("amqp:not-found");
    static final Symbol NOT_ALLOWED = Symbol.valueOf("amqp:not-allowed");
    static final Symbol NOT_IMPLEMENTED = Symbol.valueOf("amqp:not-implemented");
    static final Symbol UNAUTHORIZED = Symbol.valueOf("amqp:unauthorized-access");
    static final Symbol INTERNAL_ERROR = Symbol.valueOf("amqp:internal-error");
    static final Symbol DECODE_ERROR = Symbol.valueOf("amqp:decode-error");
    static final Symbol FRAMING_ERROR = Symbol.valueOf("amqp:connection:framing-error");
    static final Symbol CONNECTION_FORCED = Symbol.valueOf("amqp:connection:forced");
    static final Symbol MESSAGE_SIZE_EXCEEDED = Symbol.valueOf("amqp:link:message-size-exceeded");
    static final Symbol RESOURCE_LIMIT_EXCEEDED = Symbol.valueOf("amqp:resource-limit-exceeded");
    static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    static final Symbol ARGUMENT_ERROR = Symbol.valueOf("com.microsoft:argument-error");
    static final Symbol DEAD_LETTER = Symbol.valueOf("com.microsoft:dead-letter");
    static final Symbol MESSAGE_LOCK_LOST = Symbol.valueOf("com.microsoft:message-lock-lost");
    static final Symbol MESSAGE_NOT_FOUND = Symbol.valueOf("com.microsoft:message-not-found");
    static final Symbol SESSION_LOCK_LOST = Symbol.valueOf("com.microsoft:session-lock-lost");
    static final Symbol SESSION_CANNOT_BE_LOCKED = Symbol.valueOf("com.microsoft:session-cannot-be-locked");

    private Errors() {}

    static ErrorCondition error(Symbol condition, String description) {
        return new ErrorCondition(condition, description);
    }

    static ErrorCondition of(QueueException refusal) {
        return error(condition(refusal.reason()), refusal.getMessage());
    }

    static Symbol condition(QueueException.Reason reason) {
        return switch (reason) {
            case MESSAGE_LOCK_LOST -> MESSAGE_LOCK_LOST;
            case SESSION_LOCK_LOST -> SESSION_LOCK_LOST;
            case SESSION_CANNOT_BE_LOCKED -> SESSION_CANNOT_BE_LOCKED;
            case MESSAGE_NOT_FOUND -> MESSAGE_NOT_FOUND;
            case MESSAGE_TOO_LARGE -> MESSAGE_SIZE_EXCEEDED;
            case QUOTA_EXCEEDED -> RESOURCE_LIMIT_EXCEEDED;
            case NOT_ALLOWED -> NOT_ALLOWED;
            case INVALID_ARGUMENT -> ARGUMENT_ERROR;
        };
    }

    /** The status a management reply gives for it. */
    static int status(QueueException.Reason reason) {
        return switch (reason) {
            case MESSAGE_LOCK_LOST, SESSION_LOCK_LOST, SESSION_CANNOT_BE_LOCKED -> 410;
            case MESSAGE_NOT_FOUND -> 404;
            case QUOTA_EXCEEDED -> 403;
            case MESSAGE_TOO_LARGE, NOT_ALLOWED, INVALID_ARGUMENT -> 400;
        };
    }

    /** The text matters: by it the Java SDK tells an entity that does not exist from one that is moving. */
    static ErrorCondition entityNotFound(String address) {
        return error(
                NOT_FOUND,
                "The messaging entity '" + address + "' could not be found. To know more visit"
                        + " https://aka.ms/sbResourceMgrExceptions.");
    }
}
