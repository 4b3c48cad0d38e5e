package io.durablestatus.web.submit;

import com.github.f4b6a3.ulid.UlidFactory;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.contracts.Limits;
import io.durablestatus.contracts.SessionToken;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.session.SessionIndex;
import io.durablestatus.web.status.StatusReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Makes a job of a CSV and brings it to the broker; the job exists when the broker has accepted its message. */
@Singleton
public class SubmitJob {
    private static final Logger LOG = Logger.getLogger(SubmitJob.class);

    private final SessionIndex index;
    private final JobSender sender;
    private final StatusReader statuses;
    private final UlidFactory ulids;
    private final InstantSource clock;

    public SubmitJob(
            SessionIndex index, JobSender sender, StatusReader statuses, UlidFactory ulids, InstantSource clock) {
        this.index = index;
        this.sender = sender;
        this.statuses = statuses;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Blocks until the broker has answered.
     *
     * @throws ProblemException 400, 413 and 422 for the input; 503 when the broker did not take the job, or when it is
     *     unknown whether it did: then the problem names the job
     */
    JobStatus submit(SessionToken token, double threshold, byte[] file) {
        CheckedCsv csv = CsvCheck.check(file);
        // why: the message is never shorter than its rows, so this needs no broker; what is near the limit is measured.
        if (csv.text().getBytes(StandardCharsets.UTF_8).length > Limits.MESSAGE_BYTES) {
            throw tooLarge(Limits.MESSAGE_BYTES);
        }
        if (csv.pairs() > Limits.MAX_PAIRS) {
            throw ProblemException.of(
                    HttpProblem.TOO_MANY_PAIRS,
                    number(csv.rows()) + " rows make " + number(csv.pairs()) + " pairs; at most "
                            + number(Limits.MAX_PAIRS) + " can be compared. Split the file.");
        }
        JobId jobId = JobId.mint(token, ulids.create(clock.millis()).toString());
        boolean noted = succeeds(index.noteQueued(jobId), "note");
        JobSender.Outcome outcome = sender.send(JobMessage.of(jobId, threshold, csv.text(), null));
        return told(jobId, outcome, noted);
    }

    private JobStatus told(JobId jobId, JobSender.Outcome outcome, boolean noted) {
        if (outcome instanceof JobSender.Outcome.Accepted) {
            return statuses.submitted(jobId, noted);
        }
        if (outcome instanceof JobSender.Outcome.Unknown unknown) {
            LOG.errorf("Whether job %s was sent is unknown: %s", jobId, unknown.why());
            statuses.submitted(jobId, noted);
            throw ProblemException.submitUnknown(
                            "The message broker did not answer in time, so it may have taken the job or not. Read the job's"
                                    + " status to know; submitting again would make another job.",
                            jobId.value())
                    .withHeader(HttpHeaders.LOCATION, "/api/jobs/" + jobId);
        }
        // why: first, because a list read while the broker was asked may have taken the job for queued, and notes it
        // again; after its note it looks here.
        statuses.refused(jobId);
        succeeds(index.forget(jobId.sessionId(), List.of(jobId)), "forget");
        if (outcome instanceof JobSender.Outcome.TooLarge tooLarge) {
            throw tooLarge(tooLarge.limitBytes());
        }
        LOG.errorf("The broker refused a job: %s", ((JobSender.Outcome.Refused) outcome).why());
        throw ProblemException.of(
                HttpProblem.BROKER_UNAVAILABLE,
                "The message broker cannot take jobs now. Nothing was submitted. Submit again in a few seconds.");
    }

    /** The index is a hint: without it the job goes on. */
    private static boolean succeeds(Uni<Void> write, String what) {
        try {
            write.await().indefinitely();
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("Redis could not %s a job: %s", what, e.toString());
            return false;
        }
    }

    private static ProblemException tooLarge(int limitBytes) {
        return ProblemException.of(
                HttpProblem.TOO_LARGE,
                "The job's message would be larger than the " + limitBytes / 1024
                        + " KB the message broker takes. Split the file, or leave out columns.");
    }

    private static String number(long n) {
        return NumberFormat.getIntegerInstance(Locale.ROOT).format(n);
    }
}
