package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobState;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Timings;
import io.durablestatus.web.session.SessionIndex.Mapping;
import java.time.Duration;
import java.time.Instant;

/**
 * The one table from what is seen to what is told. Pure: the same sight always gives the same verdict.
 *
 * <p>"No instance" is a proof only when the engine said 404, no mapping says that there was one, and the engine answered
 * a list call within {@link #PROOF_LIFE}: a host that is starting, or one with a wrong task hub, says 404 too. With that
 * proof "older than time to live and grace" means lost, because the function that starts an instance refuses a message
 * older than its time to live.
 */
final class StateTable {
    /** How old the list call of a proof may be. */
    static final Duration PROOF_LIFE = Duration.ofSeconds(1);

    /** The age from which a job without an instance can no longer come to be. */
    static final Duration LOST_AFTER = Timings.MESSAGE_TTL.plus(Timings.GRACE);

    private StateTable() {}

    /**
     * Everything that decides a state.
     *
     * @param listAnswered whether a list call was answered with 200 within {@link #PROOF_LIFE}
     */
    record Sight(JobId jobId, Instant now, EngineAnswer engine, Mapping mapping, boolean listAnswered) {
        Duration age() {
            return Duration.between(jobId.submittedAt(), now);
        }
    }

    /** What a sight means. */
    sealed interface Verdict {
        /** No instance yet. */
        record Queued(boolean delayed) implements Verdict {}

        /** An instance, and what its state is called here; {@code error} is set when it failed. */
        record Seen(JobState state, Instance instance, Problem error) implements Verdict {}

        /** No instance, and none can come to be. */
        record Lost(Problem error) implements Verdict {}

        /** Past retention. */
        record Expired() implements Verdict {}

        /** Nothing is proved: what was known before still holds. */
        record Unproved(String why) implements Verdict {}
    }

    /** Whether the job is past retention, which needs no look at the engine. */
    static boolean isExpired(JobId jobId, Instant now) {
        return now.isAfter(jobId.expiresAt());
    }

    static Verdict decide(Sight sight) {
        if (isExpired(sight.jobId(), sight.now())) {
            return new Verdict.Expired();
        }
        if (sight.engine() instanceof EngineAnswer.Found found) {
            return seen(found.instance());
        }
        if (sight.engine() instanceof EngineAnswer.Unreachable unreachable) {
            return new Verdict.Unproved(unreachable.why());
        }
        return missing(sight);
    }

    private static Verdict missing(Sight sight) {
        if (sight.mapping() instanceof Mapping.To) {
            return new Verdict.Unproved("the engine says 404 for an instance that has existed");
        }
        if (sight.mapping() instanceof Mapping.Unknown) {
            return new Verdict.Unproved("the engine says 404 and Redis cannot say whether there was an instance");
        }
        if (!sight.listAnswered()) {
            return new Verdict.Unproved("the engine says 404 and answers no list call");
        }
        if (sight.age().compareTo(LOST_AFTER) > 0) {
            return new Verdict.Lost(Problem.of(
                    ProblemType.MESSAGE_LOST,
                    "The job's message never arrived and can no longer arrive. Submit the file again."));
        }
        return new Verdict.Queued(sight.age().compareTo(Timings.DELAYED_AFTER) > 0);
    }

    private static Verdict seen(Instance instance) {
        return switch (instance.runtimeStatus()) {
            case PENDING, RUNNING, CONTINUEDASNEW -> new Verdict.Seen(JobState.RUNNING, instance, null);
            case SUSPENDED -> new Verdict.Seen(JobState.SUSPENDED, instance, null);
            case COMPLETED -> completed(instance);
            case FAILED -> new Verdict.Seen(JobState.FAILED, instance, whyFailed(instance));
            case TERMINATED, CANCELED -> new Verdict.Seen(JobState.CANCELED, instance, null);
        };
    }

    private static Verdict completed(Instance instance) {
        if (instance.output() == null) {
            return new Verdict.Unproved("the instance completed with an output this build cannot read");
        }
        JobState state =
                instance.output().outcome() == JobOutput.Outcome.CANCELED ? JobState.CANCELED : JobState.COMPLETED;
        return new Verdict.Seen(state, instance, null);
    }

    /** The engine's own words stay inside: they may carry stacks. */
    private static Problem whyFailed(Instance instance) {
        return instance.progress() != null && instance.progress().problem() != null
                ? instance.progress().problem()
                : Problem.of(
                        ProblemType.WORK_FAILED,
                        "The work ended without saying why. Submit the file again; if it fails again, tell who runs"
                                + " this app.");
    }
}
