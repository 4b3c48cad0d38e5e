package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionId;
import io.durablestatus.contracts.SessionToken;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.session.SessionIndex;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The jobs of a session, newest first. Redis is asked first; when it cannot answer or has lost jobs that this process
 * knows of, the engine is asked by id prefix and the index is mended.
 */
@Singleton
public class SessionJobs {
    private static final Logger LOG = Logger.getLogger(SessionJobs.class);

    private final SessionIndex index;
    private final DurableApi engine;
    private final KnownJobs known;
    private final ListedSessions listed;
    private final InstantSource clock;

    public SessionJobs(
            SessionIndex index, DurableApi engine, KnownJobs known, ListedSessions listed, InstantSource clock) {
        this.index = index;
        this.engine = engine;
        this.known = known;
        this.listed = listed;
        this.clock = clock;
    }

    /** Fails with a 503 {@link ProblemException} when neither Redis nor the engine can be asked. */
    public Uni<List<JobId>> newestFirst(SessionToken token) {
        SessionId session = token.sessionId();
        Optional<Set<JobId>> before = listed.of(session);
        Set<JobId> remembered = new HashSet<>(known.of(session));
        before.ifPresent(remembered::addAll);
        remembered.removeIf(this::isExpired);
        return index.jobs(session)
                .onItem()
                .transformToUni(indexed -> before.isPresent() && isWhole(indexed, remembered)
                        ? Uni.createFrom().item(indexed)
                        : withInstances(token, indexed, remembered))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(failure -> withInstances(token, Set.of(), remembered))
                .map(jobs -> sorted(token, jobs));
    }

    /** A session with a cookie has submitted something, so an empty index is a lost one, or one that has expired. */
    private static boolean isWhole(Set<JobId> indexed, Set<JobId> remembered) {
        return !indexed.isEmpty() && indexed.containsAll(remembered);
    }

    private Uni<Set<JobId>> withInstances(SessionToken token, Set<JobId> indexed, Set<JobId> remembered) {
        return engine.jobs(token.sessionId())
                .onFailure()
                .transform(failure -> {
                    LOG.debugf("No list of jobs: %s", failure);
                    return ProblemException.of(
                            HttpProblem.STATUS_UNAVAILABLE,
                            "The list of jobs cannot be read now. Ask again in a few seconds; the jobs are not"
                                    + " affected.");
                })
                .map(instances -> {
                    Set<JobId> all = new HashSet<>(indexed);
                    all.addAll(remembered);
                    all.addAll(instances);
                    mend(all, indexed, instances);
                    return all;
                });
    }

    private void mend(Set<JobId> all, Set<JobId> indexed, Set<JobId> instances) {
        all.stream()
                .filter(jobId -> !indexed.contains(jobId) && !isExpired(jobId))
                .forEach(jobId -> {
                    Uni<Void> note = instances.contains(jobId)
                            ? index.noteInstance(jobId, jobId.value())
                            : index.noteQueued(jobId);
                    note.subscribe()
                            .with(
                                    done -> forgetIfRefused(jobId),
                                    failure -> LOG.debugf("%s stays out of the index: %s", jobId, failure));
                });
    }

    /** The job may have been refused since it was read. */
    private void forgetIfRefused(JobId jobId) {
        if (known.isRefused(jobId)) {
            forget(jobId.sessionId(), Set.of(jobId));
        }
    }

    private void forget(SessionId session, Set<JobId> jobs) {
        index.forget(session, jobs)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("Jobs that are no more stay in the index: %s", failure));
    }

    private List<JobId> sorted(SessionToken token, Set<JobId> jobs) {
        Set<JobId> expired = jobs.stream().filter(this::isExpired).collect(Collectors.toSet());
        if (!expired.isEmpty()) {
            forget(token.sessionId(), expired);
        }
        Set<JobId> present = jobs.stream()
                .filter(Predicate.not(expired::contains))
                .filter(token::owns)
                .collect(Collectors.toSet());
        listed.keep(token.sessionId(), present);
        return present.stream()
                .sorted(Comparator.comparing(JobId::ulid).reversed())
                .toList();
    }

    private boolean isExpired(JobId jobId) {
        return StateTable.isExpired(jobId, clock.instant());
    }
}
