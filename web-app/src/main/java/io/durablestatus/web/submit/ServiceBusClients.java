package io.durablestatus.web.submit;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import io.durablestatus.contracts.Names;
import io.durablestatus.web.config.WebConfig;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the one Service Bus sender of this process; it connects when it is first used. */
@Singleton
public class ServiceBusClients {
    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);

    @Produces
    @Singleton
    @Startup
    ServiceBusSenderAsyncClient sender(WebConfig config) {
        return builder(config.serviceBus())
                // why: the sender decides itself when to try again, within one deadline.
                .retryOptions(new AmqpRetryOptions()
                        .setMode(AmqpRetryMode.FIXED)
                        .setMaxRetries(0)
                        .setTryTimeout(TRY_TIMEOUT))
                .sender()
                .queueName(Names.QUEUE)
                .buildAsyncClient();
    }

    void close(@Disposes ServiceBusSenderAsyncClient sender) {
        sender.close();
    }

    private static ServiceBusClientBuilder builder(WebConfig.ServiceBus config) {
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder();
        if (config.connection().isPresent()) {
            return builder.connectionString(config.connection().get());
        }
        if (config.namespace().isPresent()) {
            DefaultAzureCredentialBuilder credential = new DefaultAzureCredentialBuilder();
            config.clientId().ifPresent(credential::managedIdentityClientId);
            return builder.fullyQualifiedNamespace(config.namespace().get()).credential(credential.build());
        }
        throw new PreventFurtherStepsException(
                "No message broker is configured. Set SERVICEBUS_CONNECTION to a connection"
                        + " string (local), or SERVICEBUS_NAMESPACE to <name>.servicebus.windows.net (Azure, with an"
                        + " identity).",
                1);
    }
}
