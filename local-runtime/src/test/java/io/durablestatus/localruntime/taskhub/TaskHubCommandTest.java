package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.DurableTaskGrpcClientBuilder;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a user runs it. */
class TaskHubCommandTest {
    @TempDir
    Path folder;

    /** The command alone, as the executable jar runs it. */
    static final class Alone {
        private Alone() {}

        public static void main(String[] args) {
            System.exit(new CommandLine(new TaskHubCommand()).execute(args));
        }
    }

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Alone.class.getName(),
                        "--grpc-port",
                        "0",
                        "--data",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static String readyLine(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow();
    }

    private record Failed(int exitCode, String error) {}

    private static Failed fail(String... args) {
        StringWriter error = new StringWriter();
        int exitCode = new CommandLine(new TaskHubCommand())
                .setErr(new PrintWriter(error))
                .execute(args);
        return new Failed(exitCode, error.toString().strip());
    }

    @Test
    void it_says_when_it_is_ready_serves_clients_and_stops_on_a_signal_with_all_it_has() throws Exception {
        Process process = start(folder);
        String id;
        try {
            String ready = readyLine(process);
            assertThat(ready).matches("ready taskhub localhost:\\d+");
            ManagedChannel channel = NettyChannelBuilder.forTarget(ready.substring("ready taskhub ".length()))
                    .usePlaintext()
                    .build();
            DurableTaskClient client =
                    new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
            id = client.scheduleNewOrchestrationInstance("Any", "x");
            channel.shutdownNow();
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        try (TaskHub hub = TaskHub.open(new TaskHubSettings(folder, 0, "TestHubName", 1, 1, InstantSource.system()))) {
            assertThat(hub.instances().find(id)).isPresent();
        }
    }

    @Test
    void a_port_in_use_is_one_clear_line_and_exit_code_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Failed failed = fail("--grpc-port", Integer.toString(taken.getLocalPort()));

            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.error().lines()).hasSize(1);
            assertThat(failed.error())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("--grpc-port");
        }
    }

    @Test
    void a_data_folder_that_cannot_be_used_is_one_clear_line_and_exit_code_1() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        Failed failed = fail("--grpc-port", "0", "--data", file.toString());

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.error().lines()).hasSize(1);
        assertThat(failed.error()).contains(file.toString());
    }

    @Test
    void a_data_folder_in_use_is_one_clear_line_and_exit_code_1() {
        try (TaskHub hub = TaskHub.open(new TaskHubSettings(folder, 0, "TestHubName", 1, 1, InstantSource.system()))) {
            Failed failed = fail("--grpc-port", "0", "--data", folder.toString());

            assertThat(hub.grpcPort()).isPositive();
            assertThat(failed.exitCode()).isEqualTo(1);
            assertThat(failed.error()).contains("in use by another process");
        }
    }
}
