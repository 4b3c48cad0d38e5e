package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.util.UUID;

/** Instance ids as Azure takes them. */
final class InstanceIds {
    private static final int MOST_CHARACTERS = 256;
    private static final String FORBIDDEN = "/\\#?";

    private InstanceIds() {}

    static String fresh() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static void check(String id) {
        if (id.length() > MOST_CHARACTERS) {
            throw invalid("Instance IDs must not be longer than %d characters.".formatted(MOST_CHARACTERS));
        }
        if (id.startsWith("@")) {
            throw invalid("Instance IDs must not start with '@', which marks an entity: " + id);
        }
        if (id.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c))) {
            throw invalid("Instance IDs must not contain /, \\, #, ? or control characters: " + id);
        }
    }

    private static TaskHubException invalid(String message) {
        return new TaskHubException(Reason.INVALID, message);
    }
}
