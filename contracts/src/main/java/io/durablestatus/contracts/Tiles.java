package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;

/**
 * Which tiles of the pair matrix are done: the upper triangle of {@code blocks} x {@code blocks}, row by row.
 *
 * @param done base64 of the bits; bit k is {@code bytes[k / 8] & (1 << k % 8)}, k as {@link #index} gives it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Tiles(int blocks, String done) {
    public static Tiles of(int blocks, BitSet done) {
        byte[] bytes = Arrays.copyOf(done.toByteArray(), (count(blocks) + Byte.SIZE - 1) / Byte.SIZE);
        return new Tiles(blocks, Base64.getEncoder().encodeToString(bytes));
    }

    /** How many tiles a matrix of so many blocks has. */
    public static int count(int blocks) {
        return blocks * (blocks + 1) / 2;
    }

    /** The place of tile (row, column), row <= column < blocks, in the upper triangle read row by row. */
    public static int index(int row, int column, int blocks) {
        if (row < 0 || row > column || column >= blocks) {
            throw new IllegalArgumentException(
                    "No tile (" + row + ", " + column + ") in the upper triangle of " + blocks + " blocks");
        }
        return row * blocks - row * (row - 1) / 2 + column - row;
    }

    public BitSet bits() {
        return BitSet.valueOf(Base64.getDecoder().decode(done));
    }
}
