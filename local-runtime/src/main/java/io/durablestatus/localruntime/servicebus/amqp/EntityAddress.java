package io.durablestatus.localruntime.servicebus.amqp;

import java.util.Locale;

/**
 * Where a link wants to go, without host and in lower case: entity names ignore case.
 *
 * @param given what the client wrote, for messages
 * @param path the node: an entity, {@code $cbs}, or an entity's {@code /$management}
 */
record EntityAddress(String given, String path) {
    static EntityAddress of(String address) {
        if (address == null) {
            return new EntityAddress("", "");
        }
        String path = address;
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : path.substring(slash);
        }
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new EntityAddress(address, path.toLowerCase(Locale.ROOT));
    }

    boolean isCbs() {
        return path.equals(Names.CBS);
    }

    boolean isManagement() {
        return path.endsWith(Names.MANAGEMENT_SUFFIX);
    }

    /** The entity, without {@code /$management}. */
    String entity() {
        return isManagement() ? path.substring(0, path.length() - Names.MANAGEMENT_SUFFIX.length()) : path;
    }
}
