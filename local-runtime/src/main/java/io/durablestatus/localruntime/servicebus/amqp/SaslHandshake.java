package io.durablestatus.localruntime.servicebus.amqp;

import java.util.List;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * The SASL part of a connection. MSSBCBS is what .NET clients choose, ANONYMOUS what Java's and JavaScript's do; with
 * all of them the real check is the token put to {@code $cbs}. PLAIN carries key name and key.
 */
final class SaslHandshake implements SaslListener {
    private static final String PLAIN = "PLAIN";
    private static final List<String> MECHANISMS = List.of("MSSBCBS", PLAIN, "ANONYMOUS", "EXTERNAL");

    private final Authorization authorization;

    private SaslHandshake(Authorization authorization) {
        this.authorization = authorization;
    }

    static void prepare(Transport transport, Authorization authorization) {
        Sasl sasl = transport.sasl();
        sasl.server();
        // why: the JavaScript SDK comes without SASL when its connection string holds a token instead of a key.
        sasl.allowSkip(true);
        sasl.setMechanisms(MECHANISMS.toArray(String[]::new));
        sasl.setListener(new SaslHandshake(authorization));
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        String[] chosen = sasl.getRemoteMechanisms();
        byte[] response = new byte[sasl.pending()];
        sasl.recv(response, 0, response.length);
        boolean welcome = chosen.length > 0
                && MECHANISMS.contains(chosen[0])
                && (!chosen[0].equals(PLAIN) || authorization.login(response));
        sasl.done(welcome ? Sasl.PN_SASL_OK : Sasl.PN_SASL_AUTH);
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {}
}
