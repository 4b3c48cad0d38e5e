package io.durablestatus.localruntime.servicebus;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.ConfigException;
import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the Service Bus emulator as a process of its own until SIGTERM or SIGINT. */
@Command(
        name = "servicebus",
        mixinStandardHelpOptions = true,
        description = "An Azure Service Bus broker for queues (AMQP 1.0).")
public final class ServiceBusCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBusCommand.class);

    @Option(
            names = "--config",
            required = true,
            description = "Queues, in the shape of the official emulator's Config.json.")
    private Path config;

    @Option(names = "--port", defaultValue = "5672", description = "AMQP port, 0 for any (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--data", description = "Folder for the messages; without it they live in memory only.")
    private Path data;

    @Option(names = "--fsync", description = "Acknowledge only what also survives the loss of power.")
    private boolean fsync;

    @Option(
            names = "--sas-key",
            defaultValue = "${env:SERVICEBUS_SAS_KEY}",
            description = "Refuse clients that do not sign with this key (name RootManageSharedAccessKey); better set"
                    + " in SERVICEBUS_SAS_KEY. Without it every client may connect.")
    private String sasKey;

    @Option(
            names = "--counters-port",
            defaultValue = "0",
            description = "Port of GET /counters on 127.0.0.1, 0 for any; its address is logged.")
    private int countersPort;

    @Option(
            names = "--log-level",
            defaultValue = "INFO",
            description = "TRACE, DEBUG, INFO, WARN or ERROR (default ${DEFAULT-VALUE}), to stderr.")
    private String logLevel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        setLogLevel();
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(settings());
                CountersServer counters = CountersServer.start(countersPort, emulator, new ObjectMapper())) {
            LOG.info("counters: {}", counters.address());
            // why: SIGTERM and SIGINT end the JVM; the hook lets the broker say goodbye first.
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "servicebus-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("ready servicebus " + emulator.connectionString());
            out.flush();
            emulator.ended().join();
            return 0;
        } catch (ConfigException | ServiceBusStartException | IOException e) {
            return failed(e.getMessage());
        } catch (CompletionException e) {
            return failed("the broker stopped: " + e.getCause().getMessage());
        }
    }

    private ServiceBusSettings settings() {
        BrokerConfig broker = BrokerConfig.read(config);
        if (sasKey != null && !sasKey.isEmpty()) {
            broker = broker.withAccessKey(new SharedAccessKey(SharedAccessKey.DEFAULT_NAME, sasKey));
        }
        return new ServiceBusSettings(broker, port, data, fsync, InstantSource.system());
    }

    private void setLogLevel() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(ServiceBusCommand.class.getPackageName()).setLevel(Level.toLevel(logLevel, Level.INFO));
        }
    }

    private int failed(String problem) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("servicebus: " + problem);
        err.flush();
        return 1;
    }
}
