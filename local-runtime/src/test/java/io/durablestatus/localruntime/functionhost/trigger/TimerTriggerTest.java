package io.durablestatus.localruntime.functionhost.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.durablestatus.localruntime.functionhost.worker.FunctionMethod;
import io.durablestatus.localruntime.functionhost.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimerTriggerTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:30Z");
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private volatile Instant now = START;
    private volatile Runnable atLook = () -> {};
    private TimerTrigger timer;

    /** The function under the timer. */
    public static final class Ticks {
        public void tick(
                @com.microsoft.azure.functions.annotation.TimerTrigger(name = "timer", schedule = "") String info) {
            CALLS.add(info);
            if (CALLS.size() == 1) {
                throw new IllegalStateException("planted");
            }
        }
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    @AfterEach
    void stop() {
        timer.stop(Duration.ofSeconds(5));
    }

    @Test
    void it_calls_at_its_times_and_goes_on_after_a_failure() {
        start("0 * * * * *", false, folder);
        await().during(Duration.ofMillis(500)).until(CALLS::isEmpty);

        now = Instant.parse("2026-11-22T10:01:00Z");
        awaitCalls(1);
        await().until(() -> Files.readString(folder.resolve("Ticks.json")).contains("10:02:00Z"));
        now = Instant.parse("2026-11-22T10:02:00Z");
        awaitCalls(2);

        assertThat(CALLS.get(0))
                .isEqualTo(
                        "{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":{\"Last\":\"0001-01-01T00:00:00\","
                                + "\"Next\":\"2026-11-22T10:02:00Z\",\"LastUpdated\":\"0001-01-01T00:00:00\"},\"IsPastDue\":false}");
        assertThat(CALLS.get(1)).contains("\"Last\":\"2026-11-22T10:01:00Z\"", "\"IsPastDue\":false");
    }

    @Test
    void a_time_missed_while_the_host_was_down_is_made_up_for_once() {
        start("0 0 * * * *", false, folder);
        timer.stop(Duration.ofSeconds(5));
        assertThat(CALLS).isEmpty();

        now = Instant.parse("2026-11-22T13:30:00Z");
        start("0 0 * * * *", false, folder);
        awaitCalls(1);
        assertThat(CALLS.get(0)).contains("\"IsPastDue\":true", "\"Next\":\"2026-11-22T14:00:00Z\"");
        await().during(Duration.ofMillis(500)).until(() -> CALLS.size() == 1);
    }

    @Test
    void it_runs_on_startup_when_told_to() {
        start("0 0 0 1 1 *", true, null);
        awaitCalls(1);
    }

    @Test
    void a_time_that_comes_while_it_stops_is_left_for_the_next_start() {
        start("0 * * * * *", false, folder);
        Thread stopper = Thread.currentThread();
        atLook = () -> {
            await().pollInterval(Duration.ofMillis(1)).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
            now = Instant.parse("2026-11-22T10:01:00Z");
        };
        timer.stop(Duration.ofSeconds(5));
        atLook = () -> {};
        assertThat(CALLS).isEmpty();

        now = Instant.parse("2026-11-22T10:01:30Z");
        start("0 * * * * *", false, folder);
        awaitCalls(1);
        assertThat(CALLS.get(0)).contains("\"IsPastDue\":true");
    }

    private void start(String schedule, boolean runOnStartup, Path kept) {
        ClassLoader loader = getClass().getClassLoader();
        FunctionMethod method = FunctionMethod.find("Ticks", Ticks.class.getName(), "tick", loader);
        TriggeredFunction function = new TriggeredFunction("Ticks", method, Worker.of(loader), Map.of(), Map.of());
        timer = new TimerTrigger(
                function, new TimerTrigger.Settings("timer", new Ncrontab(schedule), runOnStartup, true, kept), () -> {
                    if (Thread.currentThread().getName().startsWith("timer-")) {
                        atLook.run();
                    }
                    return now;
                });
        timer.start();
    }

    private static void awaitCalls(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> CALLS.size() == count);
    }
}
