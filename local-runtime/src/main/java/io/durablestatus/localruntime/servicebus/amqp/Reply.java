package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.QueueException;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * The answer to a {@link Request}.
 *
 * @param status as in HTTP; the Java SDK insists on an AMQP int
 * @param condition null when it went well
 * @param body null when there is none
 */
record Reply(int status, String description, Symbol condition, Map<String, Object> body) {
    static Reply ok() {
        return new Reply(200, "OK", null, null);
    }

    static Reply ok(String key, Object value) {
        Map<String, Object> body = new HashMap<>();
        body.put(key, value);
        return new Reply(200, "OK", null, body);
    }

    static Reply refused(int status, Symbol condition, String description) {
        return new Reply(status, description, condition, null);
    }

    static Reply of(QueueException refusal) {
        return refused(Errors.status(refusal.reason()), Errors.condition(refusal.reason()), refusal.getMessage());
    }

    /** Both spellings, because the clients do not agree on one. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("status-code", status);
        properties.put("statusCode", status);
        properties.put("status-description", description);
        properties.put("statusDescription", description);
        if (condition != null) {
            properties.put("error-condition", condition);
            properties.put("errorCondition", condition);
        }
        return properties;
    }
}
