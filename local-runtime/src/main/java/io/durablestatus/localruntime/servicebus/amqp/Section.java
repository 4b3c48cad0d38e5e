package io.durablestatus.localruntime.servicebus.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One section of an encoded message (AMQP 1.0 part 3, 3.2): found by its lengths, not decoded, so that a body passes
 * through untouched whatever it holds.
 *
 * @param code the low byte of the descriptor, {@code 0x70} header to {@code 0x78} footer
 * @param start where its descriptor begins
 * @param valueStart where the value behind the descriptor begins
 * @param end behind its last byte
 */
record Section(int code, int start, int valueStart, int end) {
    static final int HEADER = 0x70;
    static final int DELIVERY_ANNOTATIONS = 0x71;
    static final int MESSAGE_ANNOTATIONS = 0x72;
    static final int PROPERTIES = 0x73;
    static final int APPLICATION_PROPERTIES = 0x74;
    static final int DATA = 0x75;
    static final int AMQP_VALUE = 0x77;
    static final int FOOTER = 0x78;

    private static final Map<String, Integer> CODES = Map.of(
            "amqp:header:list", HEADER,
            "amqp:delivery-annotations:map", DELIVERY_ANNOTATIONS,
            "amqp:message-annotations:map", MESSAGE_ANNOTATIONS,
            "amqp:properties:list", PROPERTIES,
            "amqp:application-properties:map", APPLICATION_PROPERTIES,
            "amqp:data:binary", DATA,
            "amqp:amqp-sequence:list", 0x76,
            "amqp:amqp-value:*", AMQP_VALUE,
            "amqp:footer:map", FOOTER);
    private static final int MAX_DEPTH = 8;

    boolean isBody() {
        return code >= DATA && code <= AMQP_VALUE;
    }

    /** All sections as they come; a message has at least one body section and at most one of each other kind. */
    static List<Section> of(byte[] message) {
        List<Section> sections = new ArrayList<>(6);
        int seen = 0;
        boolean body = false;
        for (int position = 0; position < message.length; ) {
            Section section = at(message, position);
            int bit = 1 << (section.code() - HEADER);
            if (!section.isBody() && (seen & bit) != 0) {
                throw new MalformedMessageException("a section comes twice");
            }
            seen |= bit;
            body |= section.isBody();
            sections.add(section);
            position = section.end();
        }
        if (!body) {
            throw new MalformedMessageException("the message has no body section");
        }
        return sections;
    }

    /** Whether the sections stand in the order AMQP wants. */
    static boolean areInOrder(List<Section> sections) {
        for (int i = 1; i < sections.size(); i++) {
            if (sections.get(i - 1).code() > sections.get(i).code()) {
                return false;
            }
        }
        return true;
    }

    /** The message with its sections in the order AMQP wants. */
    static byte[] inOrder(byte[] message, List<Section> sections) {
        List<Section> ordered = new ArrayList<>(sections);
        ordered.sort(Comparator.comparingInt(Section::code));
        ByteBuffer out = ByteBuffer.allocate(message.length);
        ordered.forEach(section -> out.put(message, section.start(), section.end() - section.start()));
        return out.array();
    }

    /** The content of a data section. */
    byte[] binary(byte[] message) {
        int width = (message[valueStart] & 0xff) == 0xa0 ? 1 : 4;
        byte[] bytes = new byte[end - valueStart - 1 - width];
        System.arraycopy(message, end - bytes.length, bytes, 0, bytes.length);
        return bytes;
    }

    private static Section at(byte[] message, int start) {
        if (message[start] != 0) {
            throw new MalformedMessageException("no section begins at byte " + start);
        }
        int descriptor = start + 1;
        int valueStart = valueEnd(message, descriptor, 0);
        int code = code(message, descriptor, valueStart);
        int end = valueEnd(message, valueStart, 0);
        int format = message[valueStart] & 0xff;
        if (code == DATA && format != 0xa0 && format != 0xb0) {
            throw new MalformedMessageException("a data section holds no binary");
        }
        return new Section(code, start, valueStart, end);
    }

    private static int code(byte[] message, int descriptor, int end) {
        int format = message[descriptor] & 0xff;
        long code = -1;
        if (format == 0x53) {
            code = message[descriptor + 1] & 0xff;
        } else if (format == 0x80) {
            code = ByteBuffer.wrap(message).getLong(descriptor + 1);
        } else if (format == 0xa3) {
            String symbol = new String(message, descriptor + 2, end - descriptor - 2, StandardCharsets.US_ASCII);
            code = CODES.getOrDefault(symbol, -1);
        }
        if (code < HEADER || code > FOOTER) {
            throw new MalformedMessageException("unknown section at byte " + (descriptor - 1));
        }
        return (int) code;
    }

    /** Where the value that begins at {@code position} ends; the high half of its format code tells how it is sized. */
    private static int valueEnd(byte[] message, int position, int depth) {
        require(message, (long) position + 1);
        int format = message[position] & 0xff;
        if (format == 0) {
            if (depth == MAX_DEPTH) {
                throw new MalformedMessageException("described types are nested too deeply");
            }
            return valueEnd(message, valueEnd(message, position + 1, depth + 1), depth + 1);
        }
        long end = (long) position + 1;
        switch (format >> 4) {
            case 0x4 -> {}
            case 0x5 -> end += 1;
            case 0x6 -> end += 2;
            case 0x7 -> end += 4;
            case 0x8 -> end += 8;
            case 0x9 -> end += 16;
            case 0xa, 0xc, 0xe -> {
                require(message, end + 1);
                end += 1 + (message[position + 1] & 0xff);
            }
            case 0xb, 0xd, 0xf -> {
                require(message, end + 4);
                end += 4 + (ByteBuffer.wrap(message).getInt(position + 1) & 0xffffffffL);
            }
            default -> throw new MalformedMessageException("unknown format code " + format);
        }
        require(message, end);
        return (int) end;
    }

    private static void require(byte[] message, long end) {
        if (end > message.length) {
            throw new MalformedMessageException("the message ends inside a value");
        }
    }
}
