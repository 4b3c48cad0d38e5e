package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionId;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs of each session's last whole list. Redis may lose a session and be written again, so what it holds counts as
 * whole only when it has all of these; of a session never listed here nothing is known. Bounded; forgetting costs a
 * question to the engine.
 */
@Singleton
public class ListedSessions {
    private static final int CAPACITY = 5000;

    private final Map<SessionId, Set<JobId>> lists = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Set<JobId>> eldest) {
            return size() > CAPACITY;
        }
    };

    synchronized Optional<Set<JobId>> of(SessionId session) {
        return Optional.ofNullable(lists.get(session));
    }

    synchronized void keep(SessionId session, Set<JobId> jobs) {
        lists.put(session, Set.copyOf(jobs));
    }
}
