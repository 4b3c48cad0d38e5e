package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.Content;
import io.durablestatus.localruntime.servicebus.queue.MessageEditor;
import io.durablestatus.localruntime.servicebus.queue.NewMessage;
import io.durablestatus.localruntime.servicebus.queue.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecodeException;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * Messages between the wire and the queue. The sender's bytes are kept; only the sections in front of the body are ever
 * read, and only those that must differ are written anew. One thread.
 */
public final class MessageCodec implements MessageEditor {
    /** A transfer of many messages in data sections; as a Java int. */
    static final int BATCH_FORMAT = 0x80013700;

    /** More than the annotations of the broker ever take. */
    private static final int ANNOTATIONS_BYTES = 1024;

    private static final int MAX_SECTION_BYTES = 1 << 28;

    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol ENQUEUE_SEQUENCE_NUMBER = Symbol.valueOf("x-opt-enqueue-sequence-number");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    private static final Symbol MESSAGE_STATE = Symbol.valueOf("x-opt-message-state");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("x-opt-locked-until");
    private static final Symbol DEAD_LETTER_SOURCE = Symbol.valueOf("x-opt-deadletter-source");

    private final Supplier<UUID> ids;
    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);

    public MessageCodec(Supplier<UUID> ids) {
        this.ids = ids;
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** All messages of a transfer; every one is checked before any is returned. */
    List<NewMessage> read(int messageFormat, byte[] transfer) {
        if (messageFormat != BATCH_FORMAT) {
            return List.of(readOne(transfer));
        }
        List<NewMessage> messages = new ArrayList<>();
        // why: the sections in front of the data are copies of the first message's.
        for (Section section : Section.of(transfer)) {
            if (section.code() == Section.DATA) {
                messages.add(readOne(section.binary(transfer)));
            }
        }
        if (messages.isEmpty()) {
            throw new MalformedMessageException("a batch without messages");
        }
        return messages;
    }

    NewMessage readOne(byte[] sent) {
        Header header = null;
        Map<Symbol, Object> annotations = Map.of();
        Properties properties = null;
        List<Section> sections = Section.of(sent);
        byte[] message = sent;
        if (!Section.areInOrder(sections)) {
            // why: the JavaScript SDK writes a footer in front of the body, which not every receiver can read.
            message = Section.inOrder(sent, sections);
            sections = Section.of(message);
        }
        for (Section section : sections) {
            switch (section.code()) {
                case Section.HEADER -> header = decode(message, section, Header.class);
                case Section.MESSAGE_ANNOTATIONS -> annotations = annotations(message, section);
                case Section.PROPERTIES -> properties = decode(message, section, Properties.class);
                // why: whoever edits it later may rely on it.
                case Section.APPLICATION_PROPERTIES -> applicationProperties(message, section);
                default -> {}
            }
        }
        String messageId = properties == null || properties.getMessageId() == null
                ? ""
                : properties.getMessageId().toString();
        Content content = new Content(message);
        if (messageId.isEmpty()) {
            // why: clients key their lock renewal by it; Azure leaves none without.
            messageId = ids.get().toString().replace("-", "");
            content = withMessageId(message, sections, properties, messageId);
        }
        Object scheduled = annotations.get(Names.SCHEDULED_ENQUEUE_TIME);
        return new NewMessage(
                messageId,
                properties == null ? null : properties.getGroupId(),
                header == null || header.getTtl() == null
                        ? NewMessage.NO_LIMIT
                        : header.getTtl().longValue(),
                Timestamps.millis(scheduled),
                content);
    }

    /**
     * A message as a receiver gets it: a header with the delivery count, the sender's annotations with the broker's,
     * and the rest of the sender's bytes.
     *
     * @param lockedUntil milliseconds since 1970; 0 when it is not locked
     */
    byte[] write(StoredMessage message, long lockedUntil) {
        byte[] bytes = message.content().bytes();
        Header header = new Header();
        Map<Symbol, Object> annotations = new HashMap<>();
        int rest = 0;
        for (Section section : Section.of(bytes)) {
            if (section.code() == Section.HEADER) {
                header = decode(bytes, section, Header.class);
            } else if (section.code() == Section.MESSAGE_ANNOTATIONS) {
                annotations.putAll(annotations(bytes, section));
            } else if (section.code() != Section.DELIVERY_ANNOTATIONS) {
                rest = section.start();
                break;
            }
        }
        header.setDeliveryCount(UnsignedInteger.valueOf(message.deliveryCount()));
        annotate(annotations, message, lockedUntil);
        byte[] front = encode(rest + ANNOTATIONS_BYTES, header, new MessageAnnotations(annotations));
        byte[] whole = Arrays.copyOf(front, front.length + bytes.length - rest);
        System.arraycopy(bytes, rest, whole, front.length, bytes.length - rest);
        return whole;
    }

    @Override
    public Content withProperties(Content content, Map<String, Object> changes) {
        byte[] bytes = content.bytes();
        Map<String, Object> properties = new HashMap<>();
        int from = bytes.length;
        int to = bytes.length;
        for (Section section : Section.of(bytes)) {
            if (section.code() == Section.APPLICATION_PROPERTIES) {
                properties.putAll(applicationProperties(bytes, section));
                from = section.start();
                to = section.end();
                break;
            }
            if (section.isBody()) {
                from = section.start();
                to = from;
                break;
            }
        }
        properties.putAll(changes);
        return spliced(bytes, from, to, encode(to - from + ANNOTATIONS_BYTES, new ApplicationProperties(properties)));
    }

    private Content withMessageId(byte[] bytes, List<Section> sections, Properties properties, String messageId) {
        Properties withId = properties == null ? new Properties() : properties;
        withId.setMessageId(messageId);
        int from = 0;
        int to = 0;
        for (Section section : sections) {
            if (section.code() < Section.PROPERTIES) {
                from = section.end();
                to = from;
            } else if (section.code() == Section.PROPERTIES) {
                to = section.end();
            }
        }
        return spliced(bytes, from, to, encode(to - from + ANNOTATIONS_BYTES, withId));
    }

    private static Content spliced(byte[] bytes, int from, int to, byte[] replacement) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length - (to - from) + replacement.length);
        out.write(bytes, 0, from);
        out.writeBytes(replacement);
        out.write(bytes, to, bytes.length - to);
        return new Content(out.toByteArray());
    }

    private static void annotate(Map<Symbol, Object> annotations, StoredMessage message, long lockedUntil) {
        annotations.put(SEQUENCE_NUMBER, message.sequenceNumber());
        annotations.put(ENQUEUE_SEQUENCE_NUMBER, message.sequenceNumber());
        annotations.put(ENQUEUED_TIME, Timestamps.of(message.enqueuedAt()));
        annotations.put(MESSAGE_STATE, message.state().code());
        if (lockedUntil != 0) {
            annotations.put(LOCKED_UNTIL, Timestamps.of(lockedUntil));
        }
        if (message.deadLetterSource() != null) {
            annotations.put(DEAD_LETTER_SOURCE, message.deadLetterSource());
        }
    }

    private Map<Symbol, Object> annotations(byte[] message, Section section) {
        MessageAnnotations annotations = decode(message, section, MessageAnnotations.class);
        checkWritable(annotations.getValue(), annotations);
        return annotations.getValue() == null ? Map.of() : annotations.getValue();
    }

    private Map<String, Object> applicationProperties(byte[] message, Section section) {
        ApplicationProperties properties = decode(message, section, ApplicationProperties.class);
        checkWritable(properties.getValue(), properties);
        return properties.getValue() == null ? Map.of() : properties.getValue();
    }

    /** why: proton-j reads arrays that it cannot write; a message accepted with one could never be delivered. */
    private void checkWritable(Map<?, ?> values, Object section) {
        if (values != null && values.values().stream().anyMatch(MessageCodec::mayHoldArrays)) {
            encode(ANNOTATIONS_BYTES, section);
        }
    }

    private static boolean mayHoldArrays(Object value) {
        return value instanceof Map
                || value instanceof List
                || value instanceof DescribedType
                || (value != null && value.getClass().isArray());
    }

    private <T> T decode(byte[] message, Section section, Class<T> type) {
        decoder.setByteBuffer(ByteBuffer.wrap(message, section.start(), section.end() - section.start()));
        try {
            return type.cast(decoder.readObject());
        } catch (DecodeException
                | ClassCastException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            throw new MalformedMessageException(
                    "the " + type.getSimpleName() + " section cannot be decoded: " + e.getMessage());
        }
    }

    private byte[] encode(int sizeGuess, Object... sections) {
        for (int size = sizeGuess; size < MAX_SECTION_BYTES; size *= 2) {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            if (fits(buffer, sections)) {
                return Arrays.copyOf(buffer.array(), buffer.position());
            }
        }
        throw new MalformedMessageException("the sections in front of the body are too long");
    }

    private boolean fits(ByteBuffer buffer, Object... sections) {
        encoder.setByteBuffer(buffer);
        try {
            for (Object section : sections) {
                encoder.writeObject(section);
            }
            return true;
        } catch (BufferOverflowException | IndexOutOfBoundsException e) {
            return false;
        } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new MalformedMessageException("an array of this kind cannot be kept in a map");
        }
    }
}
