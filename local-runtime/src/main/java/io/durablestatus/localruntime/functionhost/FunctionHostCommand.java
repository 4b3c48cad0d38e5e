package io.durablestatus.localruntime.functionhost;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a staged function package until the process is told to stop. */
@Command(
        name = "functionhost",
        mixinStandardHelpOptions = true,
        description = "Runs a staged function package and serves the durable HTTP API.")
public final class FunctionHostCommand implements Callable<Integer> {
    @Option(
            names = "--package",
            defaultValue = "functions-app/target/azure-functions/durable-status-functions",
            description = "Folder of the staged package (${DEFAULT-VALUE}).")
    private Path packageDir;

    @Option(
            names = "--port",
            defaultValue = "7071",
            description = "Port of the durable HTTP API; 0 takes any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--grpc-port",
            defaultValue = "4001",
            description = "Port of the task hub; 0 takes any free one (${DEFAULT-VALUE}).")
    private int grpcPort;

    @Option(names = "--data", required = true, description = "Folder of the task hub's store and the host's keys.")
    private Path data;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "App setting that wins over all others; repeatable.")
    private Map<String, String> appSettings = Map.of();

    @Option(
            names = "--allowed-ips",
            split = ",",
            paramLabel = "CIDR",
            description = "Who may call the HTTP API; all others get 403.")
    private List<String> allowedIps = List.of();

    @Override
    public Integer call() throws InterruptedException {
        FunctionHost host = FunctionHost.start(new FunctionHostSettings(
                packageDir, port, grpcPort, data, appSettings, allowedIps, InstantSource.system()));
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "functionhost-stop"));
        System.out.println("ready functionhost " + host.durableApi());
        new CountDownLatch(1).await();
        return 0;
    }
}
