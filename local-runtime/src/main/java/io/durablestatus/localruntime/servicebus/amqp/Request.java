package io.durablestatus.localruntime.servicebus.amqp;

import java.util.Map;

/**
 * A message to {@code $cbs} or {@code $management}.
 *
 * @param properties its application properties
 * @param body the value of its body; null when it has none
 */
record Request(Map<String, Object> properties, Object body) {
    String text(String key) {
        return properties.get(key) instanceof String text ? text : "";
    }
}
