package io.durablestatus.localruntime.servicebus.config;

/** A configuration that cannot be used; the message names the JSON path, what is wrong and what is allowed. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String path, String problem) {
        super(path + ": " + problem);
    }
}
