package io.durablestatus.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.systemtests.environment.Project;
import io.durablestatus.systemtests.run.WebAppClient;
import io.durablestatus.systemtests.scenario.CustomerList;
import io.durablestatus.systemtests.scenario.JobWatch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher is stopped, or killed, while a job is under way; it is started again and the job goes on. */
@Tag("slow")
class LauncherSignalTest {
    private static final CustomerList LIST = new CustomerList(1_500, 60);

    private static final int SIGINT = 2;

    private final Path data = Project.newDataFolder("signals");

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_leaves_nothing_running_and_the_job_goes_on_at_the_next_start(String signal) throws Exception {
        Assumptions.assumeFalse(
                signal.equals("INT") && ignoresInterrupts(),
                "SIGINT is ignored here, as in what a shell without job control starts with &; no JVM can undo that");
        interrupted(launcher -> {
            signal(signal, List.of(launcher.handle()));
            launcher.exitCode();
            launcher.assertNothingLeftRunning();
            assertThat(launcher.errors())
                    .as("a stop that was asked for is no failure")
                    .isEmpty();
        });
    }

    @Test
    void leftovers_of_a_killed_launcher_are_ended_by_the_next_one_and_the_job_goes_on() throws Exception {
        Collection<ProcessHandle> leftovers = interrupted(launcher -> {
            Collection<ProcessHandle> parts = launcher.running();
            signal("KILL", List.of(launcher.handle()));
            launcher.exitCode();
            assertThat(parts).as("they outlive the launcher").allMatch(ProcessHandle::isAlive);
        });
        assertThat(leftovers)
                .as("broker, Redis command and server, function host, web app")
                .hasSize(5)
                .noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void the_job_goes_on_after_every_process_was_killed_at_once() throws Exception {
        interrupted(launcher -> {
            List<ProcessHandle> all = new ArrayList<>(launcher.running());
            all.add(launcher.handle());
            signal("KILL", all);
            launcher.exitCode();
        });
    }

    @Test
    void a_second_launcher_on_the_same_data_is_refused_and_harms_nothing() throws Exception {
        try (Launcher first = Launcher.start(Project.SYSTEM, data, 0)) {
            URI web = first.awaitReady();
            try (Launcher second = Launcher.start(Project.SYSTEM, data.resolve("../" + data.getFileName()), 0)) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.errors()).contains("is in use by another process of the local runtime");
            }
            assertThat(new WebAppClient(web).get("/api/jobs").statusCode()).isEqualTo(200);
        }
    }

    private interface Harm {
        void on(Launcher launcher) throws IOException, InterruptedException;
    }

    /** What of the first launcher ran when the harm was done. */
    private Collection<ProcessHandle> interrupted(Harm harm) throws Exception {
        Collection<ProcessHandle> parts;
        WebAppClient user;
        String job;
        int port;
        try (Launcher first = Launcher.start(Project.SYSTEM, data, 0)) {
            URI web = first.awaitReady();
            port = web.getPort();
            user = new WebAppClient(web);
            job = WebAppClient.location(user.submit(LIST.csv()));
            parts = first.running();
            harm.on(first);
            try (Launcher second = Launcher.start(Project.SYSTEM, data, port)) {
                second.awaitReady();
                assertThat(new JobWatch(user, job).untilTerminal().path("state").asText())
                        .isEqualTo("COMPLETED");
                assertThat(WebAppClient.json(user.get(job + "/result"))
                                .path("duplicatePairs")
                                .asLong())
                        .isEqualTo(LIST.copies());
                assertThat(parts).noneMatch(ProcessHandle::isAlive);
            }
        }
        assertThat(data.resolve("processes")).doesNotExist();
        assertThat(data.resolve("redis/bin")).isEmptyDirectory();
        return parts;
    }

    /** Whether this process, and so all that it starts, was started with SIGINT ignored; false where that is not told. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) >> (SIGINT - 1) & 1) == 1);
    }

    private static void signal(String name, Collection<ProcessHandle> targets)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        targets.forEach(target -> command.add(Long.toString(target.pid())));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
