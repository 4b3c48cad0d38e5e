package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.session.SessionIndex;
import io.durablestatus.web.session.SessionIndex.Mapping;
import io.durablestatus.web.status.StateTable.Sight;
import io.durablestatus.web.status.StateTable.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Reads the true status of a job: session to instance in Redis, instance to state at the engine, one upstream read at a
 * time however many watch, and none once the state is terminal.
 */
@Singleton
public class StatusReader {
    private static final Logger LOG = Logger.getLogger(StatusReader.class);

    private final SessionIndex index;
    private final DurableApi engine;
    private final KnownJobs known;
    private final InstantSource clock;
    private final SharedReads<JobId, JobStatus> reads = new SharedReads<>();

    public StatusReader(SessionIndex index, DurableApi engine, KnownJobs known, InstantSource clock) {
        this.index = index;
        this.engine = engine;
        this.known = known;
        this.clock = clock;
    }

    /** Fails with a {@link ProblemException}: 410 past retention, 503 when nothing is proved and nothing was known. */
    public Uni<JobStatus> status(JobId jobId) {
        return Uni.createFrom().deferred(() -> {
            if (StateTable.isExpired(jobId, clock.instant())) {
                known.forget(jobId);
                return Uni.createFrom().failure(expired());
            }
            return known.get(jobId)
                    .filter(status -> status.state().isTerminal())
                    .map(status -> Uni.createFrom().item(status))
                    .orElseGet(() -> Uni.createFrom()
                            .completionStage(
                                    () -> reads.read(jobId, () -> read(jobId).subscribeAsCompletionStage())));
        });
    }

    /** The first status of a job: before its message may have been seen by anyone. */
    public JobStatus submitted(JobId jobId, boolean noted) {
        JobStatus status = StatusView.queued(jobId, false);
        known.keep(status);
        return noted ? status : StatusView.degraded(status);
    }

    /** The job never came to be: what was told of it meanwhile is forgotten. */
    public void refused(JobId jobId) {
        known.refuse(jobId);
    }

    private Uni<JobStatus> read(JobId jobId) {
        return index.find(jobId)
                .onFailure()
                .recoverWithItem(failure -> new Mapping.Unknown())
                .map(mapping -> mapping instanceof Mapping.None ? remembered(jobId) : mapping)
                .chain(mapping -> engine.instance(mapping instanceof Mapping.To to ? to.instanceId() : jobId.value())
                        .chain(answer -> proof(mapping, answer)
                                .map(listAnswered -> new Sight(jobId, clock.instant(), answer, mapping, listAnswered))))
                .map(this::tell);
    }

    /** An instance that was once seen has existed, also when Redis has lost the mapping. */
    private Mapping remembered(JobId jobId) {
        return known.get(jobId)
                .map(JobStatus::instanceId)
                .<Mapping>map(Mapping.To::new)
                .orElseGet(Mapping.None::new);
    }

    /** A list call is asked for only where it can prove something. */
    private Uni<Boolean> proof(Mapping mapping, EngineAnswer answer) {
        return answer instanceof EngineAnswer.Missing && mapping instanceof Mapping.None
                ? engine.answersLists()
                : Uni.createFrom().item(false);
    }

    private JobStatus tell(Sight sight) {
        JobId jobId = sight.jobId();
        Verdict verdict = StateTable.decide(sight);
        if (verdict instanceof Verdict.Expired) {
            throw expired();
        }
        if (verdict instanceof Verdict.Unproved unproved) {
            return lastKnown(jobId, unproved.why());
        }
        JobStatus status;
        if (verdict instanceof Verdict.Seen seen) {
            status = StatusView.seen(jobId, seen);
            repair(sight.mapping(), jobId, seen.instance().instanceId());
        } else if (verdict instanceof Verdict.Lost lost) {
            status = StatusView.lost(jobId, lost.error());
        } else {
            status = StatusView.queued(jobId, ((Verdict.Queued) verdict).delayed());
        }
        JobStatus kept = known.keep(status);
        boolean wentBack = !kept.equals(status);
        if (wentBack) {
            LOG.warnf("Job %s looks %s but was %s: the last is kept", jobId, status.state(), kept.state());
        }
        return wentBack || sight.mapping() instanceof Mapping.Unknown ? StatusView.degraded(kept) : kept;
    }

    private JobStatus lastKnown(JobId jobId, String why) {
        LOG.debugf("The state of job %s is not proved: %s", jobId, why);
        return known.get(jobId)
                .map(StatusView::degraded)
                .orElseThrow(
                        () -> ProblemException.of(
                                HttpProblem.STATUS_UNAVAILABLE,
                                "The durable engine cannot be asked now. Ask again in a few seconds; the job is not affected."));
    }

    private void repair(Mapping mapping, JobId jobId, String instanceId) {
        if (mapping instanceof Mapping.None) {
            index.noteInstance(jobId, instanceId)
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("The mapping of %s stays open: %s", jobId, failure));
        }
    }

    private static ProblemException expired() {
        return ProblemException.of(
                HttpProblem.JOB_EXPIRED, "The job's status was kept until 24 hours after its submission.");
    }
}
