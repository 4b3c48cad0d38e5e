package io.durablestatus.localruntime.servicebus.config;

/**
 * The one key that clients must sign their tokens with.
 *
 * @param name the key name (skn of a token), such as RootManageSharedAccessKey
 * @param value the key as text; its UTF-8 bytes are the HMAC key, as in Azure
 */
public record SharedAccessKey(String name, String value) {
    public static final String DEFAULT_NAME = "RootManageSharedAccessKey";

    @Override
    public String toString() {
        return "SharedAccessKey[name=" + name + "]";
    }
}
