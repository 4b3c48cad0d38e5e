package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prints figures; asserts only that everything arrived and what must hold within one run. */
@Tag("slow")
class BenchmarkTest {
    private static final int MESSAGES = 20_000;

    /** As many as are measured: before, the compiler of the JVM takes more time than the broker. */
    private static final int WARM_UP = MESSAGES;

    private static final int PACED = 400;
    private static final byte[] BODY = new byte[1024];

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"memory", "write", "fsync"})
    void figures_of_a_mode(String mode) throws Exception {
        List<String> options = new ArrayList<>();
        if (!mode.equals("memory")) {
            options.addAll(List.of("--data", folder.resolve(mode).toString()));
        }
        if (mode.equals("fsync")) {
            options.add("--fsync");
        }
        try (BrokerProcess broker = BrokerProcess.start(folder, "", 0, options.toArray(String[]::new));
                ServiceBusSenderClient sender = sender(broker)) {
            sendBatches(sender, WARM_UP);
            receive(broker, WARM_UP);
            List<Long> echo = echo(PACED);
            List<Long> syncSends = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < PACED; i++) {
                long before = System.nanoTime();
                sender.sendMessage(new ServiceBusMessage(BODY));
                syncSends.add(System.nanoTime() - before);
            }
            double sendRate = perSecond(PACED, System.nanoTime() - start);
            receive(broker, PACED);

            Duration cpu = broker.cpu();
            start = System.nanoTime();
            sendBatches(sender, MESSAGES);
            long sent = System.nanoTime();
            receive(broker, MESSAGES);
            long end = System.nanoTime();
            long cpuMicros = broker.cpu().minus(cpu).toNanos() / 1000 / MESSAGES;
            List<Long> latency = sendToCallback(broker, sender);

            System.out.printf(
                    "%s: send sync %.0f/s (p50 %s, p99 %s), send in batches %.0f/s, receive+complete %.0f/s (8, prefetch"
                            + " 200), all %.0f/s, broker cpu %d us/message, send-to-callback p50 %s p99 %s, bare TCP echo"
                            + " p50 %s p99 %s%n",
                    mode,
                    sendRate,
                    micros(syncSends, 50),
                    micros(syncSends, 99),
                    perSecond(MESSAGES, sent - start),
                    perSecond(MESSAGES, end - sent),
                    perSecond(MESSAGES, end - start),
                    cpuMicros,
                    micros(latency, 50),
                    micros(latency, 99),
                    micros(echo, 50),
                    micros(echo, 99));
            assertThat(latency).hasSize(PACED);
        }
    }

    @Test
    void a_stalled_client_200_connections_and_a_long_queue_do_not_slow_down_the_others() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(
                        folder, "", 0, "--data", folder.resolve("load").toString());
                ServiceBusSenderClient sender = sender(broker)) {
            sendBatches(sender, WARM_UP);
            receive(broker, WARM_UP);
            long idle = percentile(timedSends(sender), 50);

            sendBatches(sender, 100_000);
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    RawClient client = new RawClient(broker.port());
                    clients.add(client);
                    client.await(() -> client.connection.getRemoteContainer() != null);
                }
                RawClient stalled = clients.get(0);
                var receiver = stalled.receiver("jobs");
                receiver.flow(10_000);
                stalled.await(() -> receiver.getQueued() > 0);
                long loaded = percentile(timedSends(sender), 50);

                System.out.printf(
                        "send p50 idle %d us; with a stalled client, 200 connections and 100,000 messages %d us (%.1f"
                                + " times)%n",
                        idle / 1000, loaded / 1000, (double) loaded / idle);
                assertThat(loaded).isLessThanOrEqualTo(3 * idle);
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }

    private static List<Long> timedSends(ServiceBusSenderClient sender) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < PACED; i++) {
            long before = System.nanoTime();
            sender.sendMessage(new ServiceBusMessage(BODY));
            nanos.add(System.nanoTime() - before);
        }
        return nanos;
    }

    private static ServiceBusSenderClient sender(BrokerProcess broker) {
        return broker.client(Duration.ofSeconds(30), 3)
                .sender()
                .queueName("jobs")
                .buildClient();
    }

    private static void sendBatches(ServiceBusSenderClient sender, int count) {
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (int i = 0; i < count; i++) {
            ServiceBusMessage message = new ServiceBusMessage(BODY);
            if (batch.getCount() == 100 || !batch.tryAddMessage(message)) {
                sender.sendMessages(batch);
                batch = sender.createMessageBatch();
                assertThat(batch.tryAddMessage(message)).isTrue();
            }
        }
        sender.sendMessages(batch);
    }

    private static void receive(BrokerProcess broker, int count) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(count);
        try (ServiceBusProcessorClient processor = broker.client(Duration.ofSeconds(30), 3)
                .processor()
                .queueName("jobs")
                .maxConcurrentCalls(8)
                .prefetchCount(200)
                .disableAutoComplete()
                .processMessage(context -> {
                    context.complete();
                    all.countDown();
                })
                .processError(context -> {})
                .buildProcessorClient()) {
            processor.start();
            assertThat(all.await(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static List<Long> sendToCallback(BrokerProcess broker, ServiceBusSenderClient sender)
            throws InterruptedException {
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        Semaphore arrived = new Semaphore(0);
        try (ServiceBusProcessorClient processor = broker.client(Duration.ofSeconds(30), 3)
                .processor()
                .queueName("jobs")
                .processMessage(context -> {
                    nanos.add(System.nanoTime()
                            - (long) context.getMessage()
                                    .getApplicationProperties()
                                    .get("at"));
                    arrived.release();
                })
                .processError(context -> {})
                .buildProcessorClient()) {
            processor.start();
            for (int i = 0; i < PACED; i++) {
                ServiceBusMessage message = new ServiceBusMessage(BODY);
                message.getApplicationProperties().put("at", System.nanoTime());
                sender.sendMessage(message);
                assertThat(arrived.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
            }
        }
        return List.copyOf(nanos);
    }

    /** Round trips of 1 KB over a bare socket, for scale. */
    private static List<Long> echo(int count) throws IOException, InterruptedException {
        List<Long> nanos = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            client.setTcpNoDelay(true);
            Thread echo = new Thread(() -> {
                try (Socket peer = server.accept()) {
                    peer.setTcpNoDelay(true);
                    peer.getInputStream().transferTo(peer.getOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            echo.start();
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (int i = 0; i < count; i++) {
                long before = System.nanoTime();
                client.getOutputStream().write(BODY);
                in.readFully(new byte[BODY.length]);
                nanos.add(System.nanoTime() - before);
            }
            client.shutdownOutput();
            echo.join();
        }
        return nanos;
    }

    private static double perSecond(int count, long nanos) {
        return count * 1e9 / nanos;
    }

    private static long percentile(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static String micros(List<Long> nanos, int percent) {
        return percentile(nanos, percent) / 1000 + " us";
    }
}
