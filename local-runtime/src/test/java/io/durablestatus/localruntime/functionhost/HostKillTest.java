package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host is killed again and again while 50 jobs a second are started over HTTP. */
@Tag("slow")
class HostKillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 20);
    private static final int PER_SECOND = 50;

    @TempDir
    private Path folder;

    @Test
    void every_acknowledged_start_ends_once_whatever_is_killed() throws Exception {
        String[] arguments = {
            "--package",
            StagedApp.withDurableFunctions(folder.resolve("app")).folder().toString(),
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "0",
            "--grpc-port",
            "0"
        };
        Random random = new Random(7);
        List<String> acknowledged = new ArrayList<>();
        Map<String, JsonNode> ended = new HashMap<>();
        List<Long> recoveries = new ArrayList<>();
        HostProcess host = HostProcess.start(folder, arguments);
        for (int round = 1; round <= ROUNDS; round++) {
            HostClient client = new HostClient(host.ready(), HostProcess.KEY);
            client.start("Wait/pending-" + round, null);
            acknowledged.addAll(startWhile(client, round, Duration.ofMillis(1000 + random.nextInt(1000))));
            host.kill();

            long killed = System.nanoTime();
            host = HostProcess.start(folder, arguments);
            HostClient after = new HostClient(host.ready(), HostProcess.KEY);
            String pending = "pending-" + round;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> after.call("POST", "/instances/" + pending + "/raiseEvent/go", "\"on\"")
                                    .statusCode()
                            == 202);
            assertThat(after.ended(pending).get("output").asText()).isEqualTo("on");
            recoveries.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));

            for (String id : acknowledged) {
                JsonNode now = after.ended(id);
                assertThat(now.get("runtimeStatus").asText()).as(id).isEqualTo("Completed");
                assertThat(now.get("output").asText()).isEqualTo("Hello " + id + " from Say");
                JsonNode before = ended.put(id, now);
                assertThat(before == null || before.equals(now))
                        .as(id + " never changes again")
                        .isTrue();
            }
        }
        assertThat(host.stop()).isIn(0, 143);
        assertThat(acknowledged).doesNotHaveDuplicates().hasSizeGreaterThan(ROUNDS * PER_SECOND / 3);
        Collections.sort(recoveries);
        System.out.printf(
                "kill -9: %d rounds, %d acknowledged starts, all completed; kill to first pending completed: p50 %d ms, max %d ms%n",
                ROUNDS,
                acknowledged.size(),
                recoveries.get(recoveries.size() / 2),
                recoveries.get(recoveries.size() - 1));
    }

    /** Starts jobs at the rate until the time is over; gives the ids that were acknowledged. */
    private static List<String> startWhile(HostClient client, int round, Duration time) throws InterruptedException {
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Semaphore broken = new Semaphore(0);
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        int count = (int) (time.toMillis() * PER_SECOND / 1000);
        for (int i = 0; i < count; i++) {
            String id = "job-" + round + "-" + i;
            calls.add(CompletableFuture.runAsync(
                    () -> {
                        String input = "{\"name\":\"" + id + "\"}";
                        int code = client.call("POST", "/orchestrators/Greet/" + id, input)
                                .statusCode();
                        if (code == 202) {
                            acknowledged.add(id);
                        } else {
                            broken.release();
                        }
                    },
                    CompletableFuture.delayedExecutor(i * 1000L / PER_SECOND, TimeUnit.MILLISECONDS, senders)));
        }
        // why: the kill must hit jobs at work, so nobody waits for the last answers.
        CompletableFuture<Void> most =
                CompletableFuture.allOf(calls.subList(0, count * 9 / 10).toArray(CompletableFuture[]::new));
        assertThat(most).succeedsWithin(Duration.ofSeconds(30));
        assertThat(broken.availablePermits()).isZero();
        senders.shutdown();
        return List.copyOf(acknowledged);
    }
}
