package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a hub when it has closed, and of its threads when user code misuses them. */
@Timeout(60)
class CloseTest {
    private static Workload workload() {
        return new Workload()
                .orchestrator("Job", ctx -> {
                    ctx.callActivity("Nothing").await();
                    ctx.createTimer(Duration.ofMillis(10)).await();
                    ctx.complete("ok");
                })
                .orchestrator("Interrupts", ctx -> {
                    Thread.currentThread().interrupt();
                    ctx.callActivity("Interrupts").await();
                    ctx.complete("ok");
                })
                .activity("Nothing", input -> null)
                .activity("Interrupts", input -> {
                    Thread.currentThread().interrupt();
                    return null;
                });
    }

    private static Set<Thread> hubThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(taskhub|orchestrator|activity)-.*"))
                .collect(Collectors.toSet());
    }

    private static List<String> openFiles(Path folder) throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.map(CloseTest::target)
                    .filter(target -> target.contains(folder.getFileName().toString()))
                    .toList();
        }
    }

    private static String target(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @Test
    void a_closed_hub_leaves_no_thread_and_no_open_file(@TempDir Path folder) throws IOException, TimeoutException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")));
        Set<Thread> before = hubThreads();
        for (int i = 0; i < 3; i++) {
            try (Hub hub = new Hub(folder, InstantSource.system()).running(workload())) {
                hub.run("Job", null);
                assertThat(openFiles(folder)).isNotEmpty();
            }
        }

        assertThat(openFiles(folder)).isEmpty();
        await().until(() -> before.containsAll(hubThreads()));
    }

    @Test
    void user_code_that_interrupts_its_thread_takes_no_worker_away() throws TimeoutException {
        try (Hub hub = Hub.inMemory().running(workload())) {
            for (int i = 0; i < 20; i++) {
                assertThat(hub.run("Interrupts", null).readOutputAs(String.class))
                        .isEqualTo("ok");
            }
        }
    }
}
