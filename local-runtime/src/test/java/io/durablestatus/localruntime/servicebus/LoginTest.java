package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what when a key is configured: SASL, tokens and their end. */
class LoginTest {
    private static final String KEY_NAME = "RootManageSharedAccessKey";
    private static final String UNAUTHORIZED = "amqp:unauthorized-access";

    private static final byte[] MESSAGE = RawClient.encoded("x");

    private final TestBroker broker = new TestBroker(
            BrokerConfig.of(QueueConfig.named("jobs"), QueueConfig.named("other"))
                    .withAccessKey(new SharedAccessKey(KEY_NAME, "right")),
            null);

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void key_name_and_key_are_user_and_password_for_clients_without_tokens() throws IOException {
        try (RawClient client = connect(sasl -> sasl.plain(KEY_NAME, "right"))) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);

            assertThat(client.saslOutcome()).isEqualTo(Sasl.SaslOutcome.PN_SASL_OK);
        }
    }

    @Test
    void a_wrong_password_or_user_is_refused() throws IOException {
        assertRefused(sasl -> sasl.plain(KEY_NAME, "wrong"));
        assertRefused(sasl -> sasl.plain("Other", "right"));
    }

    @Test
    void a_mechanism_that_was_not_offered_is_refused() throws IOException {
        assertRefused(sasl -> sasl.setMechanisms("GSSAPI"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANONYMOUS", "EXTERNAL", "MSSBCBS"})
    void who_comes_without_a_password_needs_a_token(String mechanism) throws Exception {
        try (RawClient client = connect(sasl -> sasl.setMechanisms(mechanism))) {
            assertThat(refusal(client, client.sender("jobs"))).isEqualTo(UNAUTHORIZED);

            putToken(client, "sb://localhost/jobs", Duration.ofMinutes(1));

            Receiver receiver = client.receiver("jobs");
            client.await(() -> receiver.getRemoteState() == EndpointState.ACTIVE);
            assertThat(refusal(client, client.receiver("other"))).isEqualTo(UNAUTHORIZED);
        }
    }

    @Test
    void who_comes_without_sasl_needs_a_token() throws Exception {
        try (RawClient client = new RawClient("localhost", broker.emulator().port(), null)) {
            assertThat(refusal(client, client.sender("jobs"))).isEqualTo(UNAUTHORIZED);

            putToken(client, "sb://localhost/", Duration.ofMinutes(1));

            Receiver receiver = client.receiver("jobs");
            client.await(() -> receiver.getRemoteState() == EndpointState.ACTIVE);
        }
    }

    @Test
    void a_token_that_cannot_be_checked_is_refused_when_a_key_is_configured_and_taken_otherwise() throws IOException {
        try (RawClient client = connect(sasl -> sasl.setMechanisms("ANONYMOUS"));
                TestBroker open = TestBroker.withQueue("");
                RawClient welcome = new RawClient(open.emulator().port())) {
            assertThat(putJwt(client)).isEqualTo(401);
            assertThat(putJwt(welcome)).isEqualTo(202);
        }
    }

    @Test
    void the_links_of_an_expired_token_are_ended_and_no_others() throws Exception {
        try (RawClient client = connect(sasl -> sasl.setMechanisms("ANONYMOUS"))) {
            putToken(client, "sb://localhost/jobs", Duration.ofMinutes(1));
            putToken(client, "sb://localhost/other", Duration.ofMinutes(2));
            Sender sender = client.sender("jobs");
            Receiver receiver = client.receiver("jobs");
            Receiver management = client.receiver("jobs/$management");
            Sender other = client.sender("other");
            client.await(() -> sender.getCredit() > 0
                    && other.getCredit() > 0
                    && receiver.getRemoteState() == EndpointState.ACTIVE
                    && management.getRemoteState() == EndpointState.ACTIVE);

            broker.advance(Duration.ofSeconds(59));
            broker.emulator().counters();
            client.send(sender, 0, MESSAGE);
            broker.advance(Duration.ofSeconds(1));

            for (Link link : new Link[] {sender, receiver, management}) {
                client.await(() -> link.getRemoteState() == EndpointState.CLOSED);
                assertThat(link.getRemoteCondition().getCondition().toString()).isEqualTo(UNAUTHORIZED);
            }
            assertThat(other.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        }
    }

    @Test
    void who_puts_a_new_token_in_time_keeps_his_links() throws Exception {
        try (RawClient client = connect(sasl -> sasl.setMechanisms("ANONYMOUS"))) {
            putToken(client, "sb://localhost/jobs", Duration.ofMinutes(1));
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);

            putToken(client, "sb://localhost/jobs", Duration.ofMinutes(10));
            broker.advance(Duration.ofMinutes(5));
            broker.emulator().counters();

            client.send(sender, 0, MESSAGE);
            assertThat(sender.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        }
    }

    private RawClient connect(Consumer<Sasl> login) throws IOException {
        return new RawClient("localhost", broker.emulator().port(), login);
    }

    private void assertRefused(Consumer<Sasl> login) throws IOException {
        try (RawClient client = connect(login)) {
            client.readToEnd();

            assertThat(client.saslOutcome()).isEqualTo(Sasl.SaslOutcome.PN_SASL_AUTH);
            assertThat(client.connection.getRemoteState()).isEqualTo(EndpointState.UNINITIALIZED);
        }
    }

    private static String refusal(RawClient client, Link link) throws IOException {
        client.await(() -> link.getRemoteState() == EndpointState.CLOSED);
        link.close();
        assertThat(link.getRemoteSource()).isIn(null, new Source());
        assertThat(link.getRemoteTarget()).isIn(null, new Target());
        return link.getRemoteCondition().getCondition().toString();
    }

    private static Object putJwt(RawClient client) throws IOException {
        return client.request("$cbs", Map.of("operation", "put-token", "type", "jwt", "name", "sb://x/jobs"), "e.y.j")
                .getApplicationProperties()
                .getValue()
                .get("status-code");
    }

    private void putToken(RawClient client, String resource, Duration lifetime) throws Exception {
        String token = token(resource, broker.clock.instant().plus(lifetime).getEpochSecond());
        assertThat(client.request(
                                "$cbs",
                                Map.of(
                                        "operation",
                                        "put-token",
                                        "type",
                                        "servicebus.windows.net:sastoken",
                                        "name",
                                        resource),
                                token)
                        .getApplicationProperties()
                        .getValue())
                .containsEntry("status-code", 202);
    }

    private static String token(String resource, long expiry) throws GeneralSecurityException {
        String encoded = URLEncoder.encode(resource, StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("right".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal((encoded + "\n" + expiry).getBytes(StandardCharsets.UTF_8));
        return "SharedAccessSignature sr=" + encoded + "&sig="
                + URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8) + "&se="
                + expiry + "&skn=" + KEY_NAME;
    }
}
