package io.durablestatus.localruntime.taskhub;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a task hub alone, for clients and workers of any durable task SDK. */
@Command(
        name = "taskhub",
        mixinStandardHelpOptions = true,
        description = "A durable task hub: SQLite store, gRPC service for clients and workers on the loopback address.")
public final class TaskHubCommand implements Callable<Integer> {
    @Option(
            names = "--grpc-port",
            defaultValue = "4001",
            description = "Port on the loopback address, 0 for any (default: ${DEFAULT-VALUE}).")
    private int grpcPort;

    @Option(names = "--data", description = "Folder to keep the hub in; without it nothing is kept.")
    private Path data;

    @Option(names = "--hub", defaultValue = "TestHubName", description = "Name of the hub (default: ${DEFAULT-VALUE}).")
    private String hub;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TaskHub opened;
        try {
            opened = TaskHub.open(TaskHubSettings.of(data, grpcPort, hub));
        } catch (TaskHubException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
        CountDownLatch closed = new CountDownLatch(1);
        // why: SIGTERM and SIGINT end a JVM through its shutdown hooks; the hub closes before the process is gone.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            opened.close();
                            closed.countDown();
                        },
                        "taskhub-close"));
        spec.commandLine().getOut().println("ready taskhub localhost:" + opened.grpcPort());
        spec.commandLine().getOut().flush();
        closed.await();
        return 0;
    }
}
