package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionHostCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_foreseeable_error_is_one_line_on_stderr_and_exit_code_1() throws Exception {
        HostProcess host = HostProcess.start(folder, "--package", "none", "--data", folder.toString(), "--port", "0");
        assertThat(host.exitCode()).isEqualTo(1);
        assertThat(host.out()).isEmpty();
        assertThat(host.err().strip()).contains("Run ./mvnw package first").doesNotContain("\n", "\tat ");
    }

    @Test
    void a_killed_host_goes_on_where_it_was_and_a_stopped_one_ends_cleanly() throws Exception {
        Path app = StagedApp.withDurableFunctions(folder.resolve("app")).folder();
        String[] arguments = {
            "--package", app.toString(), "--data", folder.resolve("data").toString(), "--port", "0", "--grpc-port", "0"
        };
        HostProcess first = HostProcess.start(folder, arguments);
        HostClient before = new HostClient(first.ready(), HostProcess.KEY);
        before.start("Wait/pending", null);
        before.start("Greet/done", "{\"name\":\"Bern\"}");
        assertThat(before.ended("done").get("output").asText()).isEqualTo("Hello Bern from Say");
        first.kill();

        HostProcess second = HostProcess.start(folder, arguments);
        HostClient after = new HostClient(second.ready(), HostProcess.KEY);
        assertThat(after.ended("done").get("output").asText()).isEqualTo("Hello Bern from Say");
        assertThat(after.call("POST", "/instances/pending/raiseEvent/go", "\"now\"")
                        .statusCode())
                .isEqualTo(202);
        assertThat(after.ended("pending").get("output").asText()).isEqualTo("now");
        assertThat(second.stop()).isIn(0, 143);
        assertThat(second.out().lines()).hasSize(1);
    }

    @Test
    void keys_are_made_once_and_only_their_owner_can_read_them() throws Exception {
        Path app = StagedApp.withDurableFunctions(folder.resolve("app")).folder();
        Path data = folder.resolve("data");
        FunctionHostSettings settings = new FunctionHostSettings(app, 0, 0, data, Map.of());
        String key;
        try (FunctionHost host = FunctionHost.start(settings)) {
            key = host.systemKey();
            assertThat(key).hasSizeGreaterThan(40);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keys.json"))))
                .isEqualTo("rw-------");
        try (FunctionHost again = FunctionHost.start(settings)) {
            assertThat(again.systemKey()).isEqualTo(key);
        }
    }
}
