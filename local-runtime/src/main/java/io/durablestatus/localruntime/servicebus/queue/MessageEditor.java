package io.durablestatus.localruntime.servicebus.queue;

import java.util.Map;

/** Changes an encoded message; implemented by the wire, which alone can read it. */
@FunctionalInterface
public interface MessageEditor {
    /** The message with these application properties added or replaced. */
    Content withProperties(Content content, Map<String, Object> properties);
}
