package io.durablestatus.localruntime.taskhub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which timers fire, when, and which are forgotten. */
@Timeout(30)
class TimersTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Timers timers = new Timers(now::get);
    private final List<StoredTimer> fired = new CopyOnWriteArrayList<>();
    private final List<StoredTimer> refused = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(() -> timers.run(this::fire));

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        timers.close();
        thread.join();
    }

    private void fire(StoredTimer timer) {
        if (timer.instanceId().equals("refused once") && !refused.contains(timer)) {
            refused.add(timer);
            throw new IllegalStateException("the disk is full");
        }
        fired.add(timer);
    }

    private static StoredTimer timer(String id, int seconds) {
        return new StoredTimer(id, "execution of " + id, 0, START.plusSeconds(seconds));
    }

    @Test
    void timers_fire_in_order_once_the_clock_says_so() {
        timers.add(timer("late", 20));
        timers.add(timer("early", 10));
        now.set(START.plusSeconds(9));
        await().during(Duration.ofMillis(200)).until(fired::isEmpty);

        now.set(START.plusSeconds(60));

        await().until(() -> fired.equals(List.of(timer("early", 10), timer("late", 20))));
    }

    @Test
    void a_clock_that_goes_back_delays_a_timer_and_loses_none() {
        timers.add(timer("t", 10));
        now.set(START.minusSeconds(3_600));
        await().during(Duration.ofMillis(200)).until(fired::isEmpty);

        now.set(START.plusSeconds(10));

        await().until(() -> fired.equals(List.of(timer("t", 10))));
    }

    @Test
    void the_timers_of_an_execution_that_is_over_are_forgotten() {
        timers.add(timer("over", 10));
        timers.add(timer("other", 20));

        timers.forget("execution of over");
        now.set(START.plusSeconds(60));

        await().until(() -> !fired.isEmpty());
        assertThat(fired).containsExactly(timer("other", 20));
    }

    @Test
    void a_timer_that_could_not_be_written_comes_again_and_holds_up_no_other() {
        timers.add(timer("refused once", 10));
        timers.add(timer("other", 20));
        now.set(START.plusSeconds(60));
        await().until(() -> fired.equals(List.of(timer("other", 20))));

        now.set(START.plusSeconds(62));

        await().until(() -> fired.equals(List.of(timer("other", 20), timer("refused once", 10))));
    }
}
