package io.durablestatus.functions.orchestration;

import com.microsoft.durabletask.DataConverter.DataConverterException;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskFailedException;
import com.microsoft.durabletask.TaskOrchestrationContext;
import io.durablestatus.contracts.JobInput;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Tiles;
import io.durablestatus.functions.activity.Registered;
import io.durablestatus.functions.activity.Registration;
import io.durablestatus.functions.workload.DuplicateSearch;
import io.durablestatus.functions.workload.InvalidTableException;
import io.durablestatus.functions.workload.TileResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One replay of one job's instance. Nothing wider than the SDK's two failures is ever caught: it yields by throwing. */
final class JobRun {
    /** Tiles in flight: keeps any worker busy, bounds what a cancel wastes, and never depends on the machine. */
    static final int WINDOW = 8;

    private final TaskOrchestrationContext context;
    private final JobMessage message;
    private final Instant startedAt;
    private final BitSet doneTiles = new BitSet();
    private long donePairs;

    JobRun(TaskOrchestrationContext context) {
        this.context = context;
        this.startedAt = context.getCurrentInstant();
        this.message = message();
    }

    private JobMessage message() {
        try {
            return context.getInput(JobInput.class).message();
        } catch (DataConverterException e) {
            throw failure(Problem.of(
                    ProblemType.WORK_FAILED, "The job was queued by another release of the app. Submit it again."));
        }
    }

    JobOutput run() {
        DuplicateSearch search;
        try {
            search = DuplicateSearch.plan(message.csv(), message.threshold());
        } catch (InvalidTableException e) {
            JobFailedException failure = failure(Problem.of(ProblemType.WORK_FAILED, ProblemDetail.of(e.getMessage())));
            // why: the mapping comes first even here, so that the session finds the instance that failed.
            register();
            throw failure;
        }
        context.setCustomStatus(progress(search));
        boolean registered = register();
        compare(search);
        if (!registered) {
            register();
        }
        return JobOutput.completed(startedAt, context.getCurrentInstant(), search.result());
    }

    private JobFailedException failure(Problem problem) {
        context.setCustomStatus(JobProgress.rejected(problem, context.getCurrentInstant()));
        return new JobFailedException(problem);
    }

    private boolean register() {
        Registration registration = new Registration(message.jobId().value(), context.getInstanceId());
        try {
            return context.callActivity(Names.REGISTER_INSTANCE, registration, Registered.class)
                    .await()
                    .written;
        } catch (TaskFailedException e) {
            // why: an index must not decide the fate of the job; the web app repairs a missing mapping.
            return false;
        }
    }

    private void compare(DuplicateSearch search) {
        // why: the same tasks twice, because anyOf answers with a task and the list gives it back its tile.
        List<Task<?>> inFlight = new ArrayList<>(WINDOW);
        List<Running> running = new ArrayList<>(WINDOW);
        int next = 0;
        while (next < search.tiles() || !running.isEmpty()) {
            while (next < search.tiles() && running.size() < WINDOW) {
                Task<TileResult> task = context.callActivity(Names.COMPARE_TILE, search.tile(next), TileResult.class);
                running.add(new Running(next++, task));
                inFlight.add(task);
            }
            Running finished = await(search, inFlight, running);
            inFlight.remove(finished.task());
            running.remove(finished);
        }
    }

    private record Running(int tile, Task<TileResult> task) {}

    private Running await(DuplicateSearch search, List<Task<?>> inFlight, List<Running> running) {
        try {
            Task<?> finished = context.anyOf(inFlight).await();
            Running tile = running.get(inFlight.indexOf(finished));
            search.add(tile.tile(), tile.task().await());
            doneTiles.set(tile.tile());
            donePairs += search.pairs(tile.tile());
            context.setCustomStatus(progress(search));
            return tile;
        } catch (TaskFailedException e) {
            Problem problem = Problem.of(ProblemType.WORK_FAILED, ProblemDetail.of(e));
            context.setCustomStatus(progress(search).withProblem(problem, context.getCurrentInstant()));
            throw e;
        }
    }

    private JobProgress progress(DuplicateSearch search) {
        return JobProgress.of(
                donePairs,
                search.pairs(),
                Tiles.of(search.blocks(), doneTiles),
                startedAt,
                context.getCurrentInstant());
    }
}
