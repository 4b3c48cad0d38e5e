package io.durablestatus.web.submit;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import io.durablestatus.contracts.Names;
import io.durablestatus.web.config.WebConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one Service Bus sender of this process; it connects when it is first used. */
@Singleton
public class ServiceBusClients {
    @Produces
    @Singleton
    @Startup
    ServiceBusSenderAsyncClient sender(WebConfig config) {
        return builder(config.serviceBus())
                // why: the sender decides itself when to try again, within one deadline. A shorter limit here would
                // give up again and again a first connection that takes its time on a busy machine.
                .retryOptions(new AmqpRetryOptions()
                        .setMode(AmqpRetryMode.FIXED)
                        .setMaxRetries(0)
                        .setTryTimeout(config.serviceBus().deadline()))
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
            return withConnection(builder, config.connection().get());
        }
        if (config.namespace().isPresent()) {
            DefaultAzureCredentialBuilder credential = new DefaultAzureCredentialBuilder();
            config.clientId().ifPresent(credential::managedIdentityClientId);
            return builder.fullyQualifiedNamespace(config.namespace().get()).credential(credential.build());
        }
        throw new ConfigurationException("No message broker is configured. Set SERVICEBUS_CONNECTION to a connection"
                + " string (local), or SERVICEBUS_NAMESPACE to <name>.servicebus.windows.net (Azure, with an"
                + " identity).");
    }

    private static ServiceBusClientBuilder withConnection(ServiceBusClientBuilder builder, String connection) {
        try {
            return builder.connectionString(connection);
        } catch (IllegalArgumentException e) {
            // why: the SDK's message may repeat the text, which holds a key.
            throw new ConfigurationException("SERVICEBUS_CONNECTION is not a connection string. It has the form"
                    + " Endpoint=sb://<host>;SharedAccessKeyName=<name>;SharedAccessKey=<key>");
        }
    }
}
