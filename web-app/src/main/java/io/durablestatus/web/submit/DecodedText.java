package io.durablestatus.web.submit;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text, and where they are none.
 *
 * @param text without byte order mark; where the bytes are not UTF-8 it has replacement characters
 * @param unreadableAt index into the text of the first character that cannot be, or -1
 * @param problem what is wrong there, for people; null when nothing is
 */
record DecodedText(String text, int unreadableAt, String problem) {
    static DecodedText of(byte[] bytes) {
        int start = hasByteOrderMark(bytes) ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        int malformedAt = decoder.decode(in, out, true).isError() ? out.position() : -1;
        String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
        int nulAt = text.indexOf('\0');
        if (nulAt >= 0 && (malformedAt < 0 || nulAt < malformedAt)) {
            return new DecodedText(
                    text, nulAt, "There is a NUL character; this looks like a binary file, or text in UTF-16.");
        }
        return malformedAt < 0
                ? new DecodedText(text, -1, null)
                : new DecodedText(text, malformedAt, "There are bytes that are not UTF-8; save the file as UTF-8.");
    }

    boolean isReadable() {
        return unreadableAt < 0;
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && (bytes[0] & 0xff) == 0xEF && (bytes[1] & 0xff) == 0xBB && (bytes[2] & 0xff) == 0xBF;
    }
}
