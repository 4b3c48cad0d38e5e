package io.durablestatus.localruntime.taskhub;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How to open a task hub.
 *
 * @param dataDir where its file is kept, or null to keep nothing behind its close
 * @param grpcPort on the loopback address, or 0 for any free one
 * @param hubName names the file; letters, digits, dot, dash, underscore
 * @param maxActivities activities run at once in this process, at least 1
 * @param maxOrchestrators turns run at once in this process, at least 1
 * @param clock for times of instances and timers
 */
public record TaskHubSettings(
        Path dataDir, int grpcPort, String hubName, int maxActivities, int maxOrchestrators, InstantSource clock) {
    /** Azure's default bound per core. */
    private static final int PER_CORE = 10;

    public TaskHubSettings {
        if (hubName == null || !hubName.matches("[A-Za-z0-9._-]+")) {
            throw new TaskHubException(
                    TaskHubException.Reason.INVALID,
                    "A hub's name has letters, digits, dots, dashes and underscores only, not: " + hubName);
        }
        if (maxActivities < 1 || maxOrchestrators < 1) {
            throw new TaskHubException(
                    TaskHubException.Reason.INVALID, "At least one activity and one orchestrator must run at once.");
        }
    }

    /** With the bounds of Azure and the system's clock. */
    public static TaskHubSettings of(Path dataDir, int grpcPort, String hubName) {
        int bound = PER_CORE * Runtime.getRuntime().availableProcessors();
        return new TaskHubSettings(dataDir, grpcPort, hubName, bound, bound, InstantSource.system());
    }
}
