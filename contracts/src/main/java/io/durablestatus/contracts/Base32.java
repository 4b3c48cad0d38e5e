package io.durablestatus.contracts;

/** RFC 4648 base32, lower case, without padding: the JDK has none, and this module may use nothing else. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int buffer = 0;
        int held = 0;
        for (byte b : bytes) {
            buffer = (buffer << Byte.SIZE) | (b & 0xff);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt((buffer >> held) & 31));
            }
            buffer &= (1 << held) - 1;
        }
        if (held > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - held)) & 31));
        }
        return text.toString();
    }
}
