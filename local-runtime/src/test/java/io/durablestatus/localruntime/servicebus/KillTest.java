package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real process, killed with -9 under load. */
@Tag("slow")
class KillTest {
    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final int ROUNDS = 20;
    private static final int SENDERS = 4;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 100;
    private static final Duration TRY = Duration.ofSeconds(10);
    private static final Duration RECEIVE_WAIT = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> completed = ConcurrentHashMap.newKeySet();
    private final Set<String> maybeCompleted = ConcurrentHashMap.newKeySet();
    private final Set<String> redelivered = ConcurrentHashMap.newKeySet();

    @Test
    void no_acknowledged_message_is_lost_and_no_completed_one_comes_back() throws Exception {
        Random random = new Random(20260101);
        for (int round = 1; round <= ROUNDS; round++) {
            int sentBefore = sent.size();
            int completedBefore = completed.size();
            killUnderLoad(round, random.nextInt(700));
            assertThat(sent).as("acknowledged in round %d", round).hasSizeGreaterThan(sentBefore);
            System.out.printf(
                    "kill round %d: %d sends and %d completions acknowledged%n",
                    round, sent.size() - sentBefore, completed.size() - completedBefore);
        }

        Set<String> left = receiveAll();

        Set<String> lost = new HashSet<>(sent);
        lost.removeAll(left);
        lost.removeAll(completed);
        lost.removeAll(maybeCompleted);
        left.retainAll(completed);
        redelivered.addAll(left);
        System.out.printf(
                "kill -9, %d rounds: %d sends acknowledged, %d completions, %d lost, %d redelivered%n",
                ROUNDS, sent.size(), completed.size(), lost.size(), redelivered.size());
        assertThat(lost).isEmpty();
        assertThat(redelivered).isEmpty();
        assertThat(completed).isNotEmpty();
    }

    private void killUnderLoad(int round, int moreMillis) throws IOException, InterruptedException {
        BrokerProcess broker = BrokerProcess.start(
                folder, "", 0, "--data", folder.resolve("data").toString());
        CountDownLatch busy = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
        CountDownLatch killed = new CountDownLatch(1);
        List<Thread> clients = new ArrayList<>();
        AtomicInteger number = new AtomicInteger();
        for (int i = 0; i < SENDERS; i++) {
            clients.add(new Thread(() -> send(broker, round, number, busy, killed)));
        }
        clients.add(new Thread(() -> complete(broker, killed)));
        clients.forEach(Thread::start);

        assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
        // why: the kill must fall at random into the work, not always behind the same message.
        boolean ended = killed.await(moreMillis, TimeUnit.MILLISECONDS);
        assertThat(ended).isFalse();
        broker.kill();
        killed.countDown();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void send(
            BrokerProcess broker, int round, AtomicInteger number, CountDownLatch busy, CountDownLatch killed) {
        try (ServiceBusSenderClient sender =
                broker.client(TRY, 0).sender().queueName("jobs").buildClient()) {
            while (killed.getCount() > 0) {
                String id = round + "-" + number.incrementAndGet();
                if (acknowledged(sender, id)) {
                    sent.add(id);
                    busy.countDown();
                }
            }
        }
    }

    private static boolean acknowledged(ServiceBusSenderClient sender, String id) {
        try {
            sender.sendMessage(new ServiceBusMessage("x".repeat(500)).setMessageId(id));
            return true;
        } catch (RuntimeException e) {
            // why: nobody promised anything about this one.
            return false;
        }
    }

    private void complete(BrokerProcess broker, CountDownLatch killed) {
        try (ServiceBusReceiverClient receiver = broker.client(TRY, 0)
                .receiver()
                .queueName("jobs")
                .disableAutoComplete()
                .buildClient()) {
            while (killed.getCount() > 0) {
                for (ServiceBusReceivedMessage message : receiver.receiveMessages(5, RECEIVE_WAIT)) {
                    if (completed.contains(message.getMessageId())) {
                        redelivered.add(message.getMessageId());
                    }
                    maybeCompleted.add(message.getMessageId());
                    receiver.complete(message);
                    completed.add(message.getMessageId());
                }
            }
        } catch (RuntimeException e) {
            // why: an unanswered completion may have happened or not; the kill is the usual cause.
            LOG.debug("the receiver ended", e);
        }
    }

    /** What is left, received one call after the other, so that nothing waits in a client's buffer. */
    private Set<String> receiveAll() {
        Set<String> left = new HashSet<>();
        try (TestBroker broker = TestBroker.inFolder(folder.resolve("data"), "")) {
            ServiceBusReceiverClient receiver = broker.deleting();
            while (broker.counters().active() > 0) {
                receiver.receiveMessages(100, Duration.ofSeconds(5))
                        .forEach(message -> left.add(message.getMessageId()));
            }
        }
        return left;
    }
}
