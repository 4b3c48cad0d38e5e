package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.contracts.SessionId;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The last proved status of each job this process was asked for: what a terminal state is served from, what is told
 * while the engine cannot be asked, and what keeps a watcher from seeing a state go back. Bounded; forgetting costs a
 * read.
 */
@Singleton
public class KnownJobs {
    private static final int CAPACITY = 20_000;
    private static final int REFUSED_CAPACITY = 1000;

    private final NavigableSet<String> ids = new TreeSet<>();
    private final Map<JobId, JobStatus> statuses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, JobStatus> eldest) {
            boolean full = size() > CAPACITY;
            if (full) {
                ids.remove(eldest.getKey().value());
            }
            return full;
        }
    };

    /** Ids of jobs that never came to be: a read that was under way may still bring them. */
    private final Set<JobId> refused = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
            return size() > REFUSED_CAPACITY;
        }
    });

    synchronized Optional<JobStatus> get(JobId jobId) {
        return Optional.ofNullable(statuses.get(jobId));
    }

    /**
     * Keeps the status unless a watcher of the known one may not see it next, or the job never came to be.
     *
     * @return what is known now
     */
    synchronized JobStatus keep(JobStatus status) {
        if (refused.contains(status.jobId())) {
            return status;
        }
        JobStatus known = statuses.get(status.jobId());
        if (known != null && !known.state().canBecome(status.state())) {
            return known;
        }
        statuses.put(status.jobId(), status);
        ids.add(status.jobId().value());
        return status;
    }

    synchronized void forget(JobId jobId) {
        statuses.remove(jobId);
        ids.remove(jobId.value());
    }

    /** Forgets the job for good: its message was not taken. */
    synchronized void refuse(JobId jobId) {
        refused.add(jobId);
        forget(jobId);
    }

    synchronized boolean isRefused(JobId jobId) {
        return refused.contains(jobId);
    }

    synchronized Set<JobId> of(SessionId session) {
        // why: every id of a session starts with the session and a dash, and '.' is the character after '-'.
        return ids.subSet(session + "-", session + ".").stream().map(JobId::new).collect(Collectors.toSet());
    }
}
