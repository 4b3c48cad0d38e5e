package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** A process with a durable hub that runs jobs until somebody kills it. */
final class KillableHub {
    private KillableHub() {}

    static Workload workload() {
        return new Workload()
                .orchestrator("Job", ctx -> {
                    List<Task<Integer>> tasks = IntStream.range(0, 5)
                            .mapToObj(i -> ctx.callActivity("Square", i, Integer.class))
                            .toList();
                    int sum = ctx.allOf(tasks).await().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
                    ctx.setCustomStatus(sum);
                    ctx.createTimer(Duration.ofMillis(100)).await();
                    ctx.complete(
                            sum + ctx.callActivity("Square", 10, Integer.class).await());
                })
                .activity("Square", input -> input.asInt() * input.asInt());
    }

    public static void main(String[] args) throws InterruptedException {
        TaskHub hub = TaskHub.open(new TaskHubSettings(Path.of(args[0]), 0, "test", 8, 8, InstantSource.system()));
        hub.execute(new SdkExecutor(workload()));
        System.out.println("ready " + hub.grpcPort());
        Thread.currentThread().join();
    }
}
