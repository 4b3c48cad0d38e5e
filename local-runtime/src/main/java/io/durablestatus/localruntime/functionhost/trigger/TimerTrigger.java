package io.durablestatus.localruntime.functionhost.trigger;

import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls one function on its schedule, one call at a time; a time that passes while a call runs is left out. */
public final class TimerTrigger implements Trigger {
    private static final Logger LOG = LoggerFactory.getLogger(TimerTrigger.class);
    /** why: the clock may be moved (a laptop wakes, a test steps it), so it is looked at again this often. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final TriggeredFunction function;
    private final String parameter;
    private final Ncrontab schedule;
    private final boolean runOnStartup;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private Instant last;
    private Instant next;

    /** @throws IllegalArgumentException when the schedule is wrong */
    public TimerTrigger(
            TriggeredFunction function, String parameter, String schedule, boolean runOnStartup, InstantSource clock) {
        this.function = function;
        this.parameter = parameter;
        this.schedule = new Ncrontab(schedule);
        this.runOnStartup = runOnStartup;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "timer-" + function.name());
            made.setDaemon(true);
            return made;
        });
    }

    @Override
    public void start() {
        Instant now = clock.instant();
        next = runOnStartup ? now : schedule.after(now).orElse(null);
        ScheduledFuture<?> ticks = thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("Timer of function '{}' runs: {}", function.name(), !ticks.isDone());
    }

    private void look() {
        Instant now = clock.instant();
        if (next == null || now.isBefore(next)) {
            return;
        }
        Optional<Instant> following = schedule.after(now);
        try {
            function.call(parameter, new Data.Text(timerInfo(following)), Map.of());
        } catch (FunctionFailure e) {
            LOG.error("{}", e.getMessage(), e.getCause());
        } catch (RuntimeException e) {
            LOG.error("Timer function '{}': its output could not be delivered", function.name(), e);
        }
        last = now;
        next = schedule.after(clock.instant()).orElse(null);
    }

    private String timerInfo(Optional<Instant> following) {
        String status = "{\"Last\":" + quoted(last) + ",\"Next\":" + quoted(following.orElse(null))
                + ",\"LastUpdated\":" + quoted(last) + "}";
        return "{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":" + status + ",\"IsPastDue\":false}";
    }

    private static String quoted(Instant time) {
        return time == null ? "null" : "\"" + TIME.format(time) + "\"";
    }

    @Override
    public void stop(Duration patience) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Timer function '{}' still runs after {}; it is interrupted", function.name(), patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
