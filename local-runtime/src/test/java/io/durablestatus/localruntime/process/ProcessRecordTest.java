package io.durablestatus.localruntime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessRecordTest {
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void the_recorded_process_is_found_again_and_ended() {
        Optional<ProcessRecord> record = ProcessRecord.parse(
                ProcessRecord.of("sleep", process.toHandle()).line());

        assertThat(record).hasValueSatisfying(read -> {
            assertThat(read.name()).isEqualTo("sleep");
            assertThat(read.end()).isTrue();
        });
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void another_process_with_the_same_pid_is_left_alone() {
        ProcessRecord own = ProcessRecord.of("sleep", process.toHandle());
        ProcessRecord before =
                new ProcessRecord("sleep", own.pid(), own.started().minus(Duration.ofSeconds(3)));

        assertThat(before.end()).isFalse();
        assertThat(process.isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "redis", "redis 12", "redis 12 17000000", "redis 12 1700000000000", "redis x 17 ."})
    void a_line_cut_short_by_a_kill_is_no_record(String line) {
        assertThat(ProcessRecord.parse(line)).isEmpty();
    }
}
