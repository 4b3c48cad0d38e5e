package io.durablestatus.systemtests.run;

import io.durablestatus.localruntime.launcher.LocalSystem;
import io.durablestatus.localruntime.launcher.LocalSystemSettings;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * {@code ./mvnw -Prun}: starts the whole system, sends the sample once, shows its progress, and serves until Ctrl-C.
 *
 * <p>System properties: {@code web.port} (8080), {@code run.csv} another input, {@code run.exit=true} ends after the sample,
 * with code 0 only if it was completed, {@code run.root} the project's folder.
 */
public final class Run {
    private static final Duration SAMPLE_LIMIT = Duration.ofMinutes(10);

    private Run() {}

    public static void main(String[] args) {
        // why exit: this runs inside Maven, which would go on to report a build.
        System.exit(run());
    }

    private static int run() {
        Path root = Path.of(System.getProperty("run.root", ""));
        try (LocalSystem system = LocalSystem.start(new LocalSystemSettings(
                root.resolve("local-runtime/system.json"), root.resolve(".local"), webPort(), false))) {
            System.out.println("\nDurable Status runs:\n" + system.addresses().table());
            boolean completed = runSample(system);
            if (Boolean.getBoolean("run.exit")) {
                return completed ? 0 : 1;
            }
            System.out.println("Serving " + system.addresses().web() + " until Ctrl-C.");
            throw new StartFailure(system.failure().join());
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static boolean runSample(LocalSystem system) throws InterruptedException {
        WebAppClient client = new WebAppClient(system.addresses().web());
        SampleJob.Outcome outcome;
        try {
            outcome = new SampleJob(client, InstantSource.system()).run(csv(client), SAMPLE_LIMIT);
        } catch (UncheckedIOException e) {
            if (system.stopping()) {
                throw new StartFailure("Stopped while the sample ran.", e);
            }
            throw new StartFailure(system.failure().getNow("The web app does not answer: " + e.getMessage()), e);
        }
        System.out.println(outcome.report());
        return outcome.completed();
    }

    private static byte[] csv(WebAppClient client) {
        String file = System.getProperty("run.csv", "");
        if (file.isEmpty()) {
            HttpResponse<String> sample = client.get("/sample.csv");
            if (sample.statusCode() != 200) {
                throw new StartFailure(
                        "GET /sample.csv: " + sample.statusCode() + ". Name an input with -Drun.csv=FILE.");
            }
            return sample.body().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new StartFailure("Cannot read -Drun.csv=" + file + ": " + e.getMessage(), e);
        }
    }

    private static int webPort() {
        String port = System.getProperty("web.port", "8080");
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new StartFailure("-Dweb.port=" + port + " is no port number.", e);
        }
    }
}
