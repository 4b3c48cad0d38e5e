package io.durablestatus.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.systemtests.environment.Project;
import io.durablestatus.systemtests.environment.SystemFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What keeps the system from starting is told in one line, and nothing is left running. */
class LauncherFailureTest {
    private final Path data = Project.newDataFolder("failure");

    @Test
    void a_web_port_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launcher launcher = Launcher.start(Project.SYSTEM, data, taken.getLocalPort())) {
            assertFails(launcher, "Port " + taken.getLocalPort() + " is in use. Choose another one", "-Dweb.port=N");
        }
    }

    @Test
    void a_missing_function_package() throws Exception {
        try (Launcher launcher = Launcher.start(systemWith("functionhost", "packageFolder", "none/staged"), data, 0)) {
            assertFails(launcher, "The staged function package is not there", "./mvnw package");
        }
    }

    @Test
    void a_function_package_the_host_refuses() throws Exception {
        Path empty = Files.createDirectories(data.resolve("empty-package"));
        try (Launcher launcher =
                Launcher.start(systemWith("functionhost", "packageFolder", empty.toString()), data, 0)) {
            assertFails(launcher, "functionhost did not start", "empty-package");
            assertThat(launcher.started())
                    .as("broker, Redis command and server, host")
                    .hasSizeGreaterThan(3);
        }
    }

    /** Without a PATH neither the carried binary's platform can be told nor an installed one be found. */
    @Test
    void a_redis_that_does_not_start() throws Exception {
        try (Launcher launcher = Launcher.start(Project.SYSTEM, data, 0, Map.of("PATH", ""))) {
            assertFails(launcher, "Redis does not start", "apt install redis-server");
        }
    }

    private static void assertFails(Launcher launcher, String what, String remedy) {
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.errors().strip().lines()).as("one line").hasSize(1);
        assertThat(launcher.errors()).contains(what).contains(remedy);
        assertThat(launcher.output()).isEmpty();
        launcher.assertNothingLeftRunning();
    }

    private Path systemWith(String part, String field, String value) throws IOException {
        SystemFile system = SystemFile.shipped();
        system.set(part, field, value);
        return system.writeTo(data);
    }
}
