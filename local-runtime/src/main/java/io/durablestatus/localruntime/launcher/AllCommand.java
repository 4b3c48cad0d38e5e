package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a whole system until the process is told to stop. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        description = "Every emulator and a web app, each in a process of its own.")
public final class AllCommand implements Callable<Integer> {
    @Option(
            names = "--system",
            defaultValue = "local-runtime/system.json",
            description = "Describes what to start (${DEFAULT-VALUE}).")
    private Path system;

    @Option(
            names = "--data",
            defaultValue = ".local",
            description = "Folder of all data, logs and the key (${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--web-port",
            defaultValue = "8080",
            description = "Port of the web app; 0 takes any free one (${DEFAULT-VALUE}).")
    private int webPort;

    @Override
    public Integer call() {
        try (LocalSystem running = LocalSystem.start(new LocalSystemSettings(system, data, webPort, false))) {
            System.out.print(running.addresses().table());
            System.out.println("ready all " + running.addresses().web());
            throw new StartFailure(running.failure().join());
        }
    }
}
