package io.durablestatus.localruntime.functionhost.trigger;

import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one function on its schedule, one call at a time; times that pass while a call runs are left out. A time missed while
 * the host was down is made up for by one call that is past due, if the timer is monitored.
 */
public final class TimerTrigger implements Trigger {
    private static final Logger LOG = LoggerFactory.getLogger(TimerTrigger.class);
    /** why: the clock may be moved (a laptop wakes, a test steps it), so it is looked at again this often. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * @param parameter name of the trigger's binding
     * @param folder where monitored times are kept, or null
     */
    public record Settings(
            String parameter, Ncrontab schedule, boolean runOnStartup, boolean useMonitor, Path folder) {}

    private final TriggeredFunction function;
    private final Settings settings;
    private final Ncrontab schedule;
    private final TimerMemory memory;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private Instant last;
    private Instant next;
    private boolean pastDue;

    public TimerTrigger(TriggeredFunction function, Settings settings, InstantSource clock) {
        this.function = function;
        this.settings = settings;
        this.schedule = settings.schedule();
        this.memory = new TimerMemory(settings.useMonitor() ? settings.folder() : null, function.name());
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
        Optional<TimerMemory.Times> kept = memory.recall();
        last = kept.map(TimerMemory.Times::last).orElse(null);
        pastDue = kept.filter(times -> times.next().isBefore(now)).isPresent();
        next = pastDue || settings.runOnStartup() ? now : schedule.after(now).orElse(null);
        remember();
        thread.execute(this::look);
    }

    private void look() {
        Instant now = clock.instant();
        if (next != null && !now.isBefore(next) && !thread.isShutdown()) {
            call(now);
            last = now;
            pastDue = false;
            next = schedule.after(clock.instant()).orElse(null);
            remember();
        }
        if (next != null && !thread.isShutdown()) {
            Duration left = Duration.between(clock.instant(), next);
            long delay = Math.max(0, Math.min(left.toMillis(), LOOK.toMillis()));
            lookAgain(delay);
        }
    }

    private void lookAgain(long delay) {
        try {
            ScheduledFuture<?> again = thread.schedule(this::look, delay, TimeUnit.MILLISECONDS);
            LOG.trace("Timer function '{}' looks again: {}", function.name(), again);
        } catch (RejectedExecutionException e) {
            // It was stopped in between.
        }
    }

    private void remember() {
        if (next != null) {
            memory.keep(new TimerMemory.Times(last, next));
        }
    }

    private void call(Instant now) {
        try {
            function.call(settings.parameter(), new Data.Text(timerInfo(schedule.after(now))), Map.of());
        } catch (FunctionFailure e) {
            LOG.error("{}", e.getMessage(), e.getCause());
        } catch (RuntimeException e) {
            LOG.error("Timer function '{}': its output could not be delivered", function.name(), e);
        }
    }

    private String timerInfo(Optional<Instant> following) {
        String status = "{\"Last\":" + quoted(last) + ",\"Next\":" + quoted(following.orElse(null))
                + ",\"LastUpdated\":" + quoted(last) + "}";
        return "{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":" + status + ",\"IsPastDue\":" + pastDue + "}";
    }

    /** .NET's default time stands for "never". */
    private static String quoted(Instant time) {
        return time == null ? "\"0001-01-01T00:00:00\"" : "\"" + TIME.format(time) + "\"";
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
