package io.durablestatus.localruntime.servicebus;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** Writes AMQP frames one by one, whatever they hold: no engine keeps it from breaking the protocol. */
final class FrameClient implements AutoCloseable {
    private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    private final Socket socket;
    private final OutputStream out;
    private final DecoderImpl decoder = new DecoderImpl();

    /** Connects and opens a session. */
    FrameClient(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(10_000);
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
        out = new BufferedOutputStream(socket.getOutputStream(), 100_000);
        out.write(beginning());
        out.flush();
        socket.getInputStream().readNBytes(AMQP_HEADER.length);
        await(Begin.class);
    }

    static Attach attach(Role role, String name, int handle, String address) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        Source source = new Source();
        Target target = new Target();
        if (role == Role.SENDER) {
            target.setAddress(address);
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        } else {
            source.setAddress(address);
        }
        attach.setSource(source);
        attach.setTarget(target);
        return attach;
    }

    static Transfer transfer(int handle, int deliveryId, boolean more) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setDeliveryId(UnsignedInteger.valueOf(deliveryId));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) deliveryId}));
        transfer.setMore(more);
        return transfer;
    }

    /** Sends with the next read, together with other frames. */
    void write(Object performative, byte... payload) throws IOException {
        out.write(frame(performative, payload));
    }

    /** Header, open and begin. */
    static byte[] beginning() {
        Open open = new Open();
        open.setContainerId("frames");
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(1000));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(AMQP_HEADER);
        bytes.writeBytes(frame(open));
        bytes.writeBytes(frame(begin));
        return bytes.toByteArray();
    }

    static byte[] frame(Object performative, byte... payload) {
        EncoderImpl encoder = new EncoderImpl(new DecoderImpl());
        AMQPDefinedTypes.registerAllTypes(new DecoderImpl(), encoder);
        ByteBuffer body = ByteBuffer.allocate(65_536);
        encoder.setByteBuffer(body);
        encoder.writeObject(performative);
        ByteBuffer frame = ByteBuffer.allocate(8 + body.position() + payload.length);
        frame.putInt(frame.capacity()).put((byte) 2).put((byte) 0).putShort((short) 0);
        return frame.put(body.array(), 0, body.position()).put(payload).array();
    }

    /** The next frame of this type; what comes before is passed over. */
    <T> T await(Class<T> type) throws IOException {
        while (true) {
            Object performative = read();
            if (type.isInstance(performative)) {
                return type.cast(performative);
            }
            if (performative instanceof Close close) {
                throw new IOException("closed: " + close.getError());
            }
        }
    }

    /** What the broker gives as its reason for closing the connection. */
    String awaitClose() throws IOException {
        return await(Close.class).getError().getCondition().toString();
    }

    /** Whether the broker has closed the socket or closes it now, with frames or without. */
    boolean isClosedByBroker() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    private Object read() throws IOException {
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readInt() - 4];
        in.readFully(frame);
        if (frame.length == 4) {
            return null;
        }
        decoder.setByteBuffer(ByteBuffer.wrap(Arrays.copyOfRange(frame, 4, frame.length)));
        return decoder.readObject();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
