package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how fast the engine is beside the floors it should keep, an fsync and a loopback gRPC call of the same run. It
 * asserts that the work was done right, not how long it took: the machine may be busy.
 */
@Tag("slow")
class BenchmarkTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Workload workload() {
        return new Workload()
                .orchestrator(
                        "One",
                        ctx -> ctx.complete(
                                ctx.callActivity("Inc", 1, Integer.class).await()))
                .orchestrator("FanOut", ctx -> {
                    List<Task<Integer>> tasks = IntStream.range(0, ctx.getInput(int.class))
                            .mapToObj(i -> ctx.callActivity("Inc", i, Integer.class))
                            .toList();
                    ctx.complete(ctx.allOf(tasks).await().size());
                })
                .activity("Inc", input -> input.asInt() + 1);
    }

    @Test
    void in_memory() throws Exception {
        measure("memory", null);
    }

    @Test
    void durable(@TempDir Path folder) throws Exception {
        measure("durable", folder);
    }

    @Test
    void start_up(@TempDir Path folder) throws Exception {
        double[] millis = new double[7];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            Process process = TaskHubCommandTest.start(folder);
            try {
                assertThat(TaskHubCommandTest.readyLine(process)).startsWith("ready taskhub");
                millis[i] = millis(System.nanoTime() - start);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
        Arrays.sort(millis);
        print(
                "start-up: from the start of the taskhub process to its ready line p50 %.0f ms, best %.0f ms, worst %.0f ms (durable, class path as of the tests)",
                at(millis, 50), millis[0], millis[millis.length - 1]);
    }

    private static void measure(String store, Path folder) throws Exception {
        long opened = System.nanoTime();
        TaskHubSettings settings = new TaskHubSettings(folder, 0, "bench", 20, 20, InstantSource.system());
        try (TaskHub hub = TaskHub.open(settings)) {
            hub.execute(new SdkExecutor(workload()));
            print("%s: open %.1f ms", store, millis(System.nanoTime() - opened));
            run(hub, "One", null, 300);
            run(hub, "FanOut", "100", 15);
            long cpu = cpuNanos();
            double[] one = run(hub, "One", null, 500);
            print("%s: CPU per one-activity job %.2f ms", store, (cpuNanos() - cpu) / 1e6 / 500);
            print("%s: one activity p50 %.2f ms p99 %.2f ms (floor: p50 < 5 ms)", store, at(one, 50), at(one, 99));
            throughput(hub, store);
            double[] hundred = new double[0];
            for (int width : new int[] {10, 100, 300, 1_000}) {
                double[] times = run(hub, "FanOut", Integer.toString(width), width == 1_000 ? 8 : 20);
                String floor = width == 100 ? " (floor: p50 < 40 ms durable)" : "";
                print("%s: fan-out %d p50 %.1f ms p99 %.1f ms%s", store, width, at(times, 50), at(times, 99), floor);
                if (width == 100) {
                    hundred = times;
                } else if (width == 1_000) {
                    print(
                            "%s: latency(1000) / latency(100) %.1f (floor: at most 15)",
                            store, at(times, 50) / at(hundred, 50));
                }
            }
            activities(hub, store);
            print("%s: gRPC status call p50 %.3f ms", store, grpcCall(hub));
        }
        print("%s: fsync of 512 bytes p50 %.3f ms; RSS %s", store, fsync(), residentSet());
    }

    private static double[] run(TaskHub hub, String orchestrator, String input, int times) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            String id = hub.instances().start(new StartRequest(null, orchestrator, input, null, null));
            completed(hub, id);
            millis[i] = millis(System.nanoTime() - start);
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void completed(TaskHub hub, String id) {
        assertThat(hub.instances().awaitCompletion(id, PATIENCE).orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    }

    private static void throughput(TaskHub hub, String store) throws InterruptedException {
        int clients = 16;
        int each = 60;
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            Thread thread = new Thread(() -> run(hub, "One", null, each));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        print("%s: %.0f one-activity jobs/s with 16 clients", store, clients * each / seconds(start));
    }

    private static void activities(TaskHub hub, String store) {
        int jobs = 40;
        int width = 100;
        long start = System.nanoTime();
        List<String> ids = IntStream.range(0, jobs)
                .mapToObj(i ->
                        hub.instances().start(new StartRequest(null, "FanOut", Integer.toString(width), null, null)))
                .toList();
        ids.forEach(id -> completed(hub, id));
        print("%s: %.0f activities/s (floor: 2000 durable)", store, jobs * width / seconds(start));
    }

    private static double grpcCall(TaskHub hub) {
        String id = hub.instances().start(new StartRequest(null, "One", null, null, null));
        completed(hub, id);
        var channel = io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", hub.grpcPort())
                .usePlaintext()
                .build();
        var client = new com.microsoft.durabletask.DurableTaskGrpcClientBuilder()
                .grpcChannel(channel)
                .build();
        double[] millis = new double[1_000];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            assertThat(client.getInstanceMetadata(id, false).isInstanceFound()).isTrue();
            millis[i] = millis(System.nanoTime() - start);
        }
        channel.shutdownNow();
        Arrays.sort(millis);
        return at(millis, 50);
    }

    private static double fsync() throws IOException {
        Path file = Files.createTempFile("fsync", ".bin");
        double[] millis = new double[200];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(512));
                channel.force(false);
                millis[i] = millis(System.nanoTime() - start);
            }
        }
        Files.delete(file);
        Arrays.sort(millis);
        return at(millis, 50);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Of this process, with the workload in it; only Linux tells. */
    private static String residentSet() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "not known here";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.substring("VmRSS:".length()).strip())
                    .findFirst()
                    .orElse("not known here");
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double at(double[] sorted, int percentile) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)];
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, "benchmark " + format + "%n", values);
    }
}
