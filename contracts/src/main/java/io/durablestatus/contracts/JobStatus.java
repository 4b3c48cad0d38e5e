package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * The one true status of a job as the web app tells it. Times are UTC with milliseconds.
 *
 * @param instanceId null while no instance is known
 * @param progress null while queued
 * @param expiresAt until when this status is kept
 * @param error set when the job failed
 * @param delayed queued longer than {@link Timings#DELAYED_AFTER}
 * @param cancelRequested a cancel is under way
 * @param degraded something this answer wanted could not be asked; what it says is still true or the last known
 * @param retryOf the job this one repeats, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobStatus(
        JobId jobId,
        String instanceId,
        JobState state,
        Progress progress,
        @UtcMillis Instant submittedAt,
        @UtcMillis Instant startedAt,
        @UtcMillis Instant updatedAt,
        @UtcMillis Instant finishedAt,
        @UtcMillis Instant expiresAt,
        Problem error,
        boolean delayed,
        boolean cancelRequested,
        boolean degraded,
        JobId retryOf,
        Links links) {

    /**
     * How far the work is.
     *
     * @param percent one decimal, floored, 100 only when all is done
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Progress(long done, long total, String unit, BigDecimal percent, Tiles tiles) {
        public static Progress of(JobProgress progress) {
            return new Progress(
                    progress.done(),
                    progress.total(),
                    progress.unit(),
                    percent(progress.done(), progress.total()),
                    progress.tiles());
        }

        private static BigDecimal percent(long done, long total) {
            return total == 0
                    ? new BigDecimal("100.0")
                    : BigDecimal.valueOf(done)
                            .movePointRight(2)
                            .divide(BigDecimal.valueOf(total), 1, RoundingMode.FLOOR);
        }
    }

    /** What can be done with the job now, as paths; null where it cannot. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Links(
            String self,
            String events,
            String history,
            String result,
            String cancel,
            String suspend,
            String resume,
            String retry) {}
}
