package io.durablestatus.web.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** All settings of this app that are not Quarkus' own; each is given by one environment variable. */
@ConfigMapping(prefix = "web")
public interface WebConfig {
    ServiceBus serviceBus();

    DurableApi durableApi();

    /** The message broker: a connection string locally, an identity in Azure; one of the two must be given. */
    interface ServiceBus {
        @WithDefault("${SERVICEBUS_CONNECTION:}")
        Optional<String> connection();

        /** Fully qualified, such as {@code name.servicebus.windows.net}. */
        @WithDefault("${SERVICEBUS_NAMESPACE:}")
        Optional<String> namespace();

        /** The user-assigned identity to use with the namespace; without it, the one the platform offers. */
        @WithDefault("${AZURE_CLIENT_ID:}")
        Optional<String> clientId();

        /** For a submission's whole way to the broker, a second try included. */
        @WithDefault("5s")
        Duration deadline();
    }

    /** The HTTP management API of the function app's durable extension. */
    interface DurableApi {
        @WithDefault("${DURABLE_API_URL:http://localhost:7071/runtime/webhooks/durabletask}")
        URI url();

        /** The system key; a local host may ask for none. */
        @WithDefault("${DURABLE_API_KEY:}")
        Optional<String> key();

        /** For one call, body included. */
        @WithDefault("2s")
        Duration timeout();
    }
}
