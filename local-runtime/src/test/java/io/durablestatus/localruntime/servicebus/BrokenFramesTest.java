package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.FrameClient.attach;
import static io.durablestatus.localruntime.servicebus.FrameClient.frame;
import static io.durablestatus.localruntime.servicebus.FrameClient.transfer;
import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Bytes come as the network likes, and as a faulty client likes. */
class BrokenFramesTest {
    private static final int DAMAGED_CONVERSATIONS = 200;

    private final TestBroker broker = TestBroker.withQueue("");
    private final Logger log = (Logger) LoggerFactory.getLogger("io.durablestatus.localruntime.servicebus");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void watchLog() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        broker.close();
    }

    @Test
    void a_conversation_may_come_byte_by_byte() throws IOException {
        try (Socket socket = new Socket("localhost", broker.emulator().port())) {
            socket.setTcpNoDelay(true);
            for (byte one : conversation()) {
                socket.getOutputStream().write(one);
            }

            await().untilAsserted(
                            () -> assertThat(broker.counters().delivered()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_damaged_conversation_harms_the_broker(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < DAMAGED_CONVERSATIONS; i++) {
            byte[] damaged = conversation();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try (Socket socket = new Socket("localhost", broker.emulator().port())) {
                socket.getOutputStream().write(damaged);
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|aborted).*");
            }
        }

        await().untilAsserted(() ->
                assertThat(broker.emulator().counters().connections()).isZero());
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
        broker.sender().sendMessage(message("still works"));
    }

    /** Sends a message, receives and, whether or not it has come, completes it. */
    private static byte[] conversation() {
        Flow credit = new Flow();
        credit.setHandle(UnsignedInteger.ONE);
        credit.setLinkCredit(UnsignedInteger.valueOf(10));
        credit.setDeliveryCount(UnsignedInteger.ZERO);
        credit.setNextOutgoingId(UnsignedInteger.ONE);
        credit.setNextIncomingId(UnsignedInteger.ONE);
        credit.setIncomingWindow(UnsignedInteger.valueOf(1000));
        credit.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        Disposition completed = new Disposition();
        completed.setRole(Role.RECEIVER);
        completed.setFirst(UnsignedInteger.ZERO);
        completed.setSettled(true);
        completed.setState(Accepted.getInstance());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(FrameClient.beginning());
        bytes.writeBytes(frame(attach(Role.SENDER, "s", 0, "jobs")));
        bytes.writeBytes(frame(transfer(0, 0, false), RawClient.encoded("x")));
        bytes.writeBytes(frame(attach(Role.RECEIVER, "r", 1, "jobs")));
        bytes.writeBytes(frame(credit));
        bytes.writeBytes(frame(completed));
        return bytes.toByteArray();
    }
}
