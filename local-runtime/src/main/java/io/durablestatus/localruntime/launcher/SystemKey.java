package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The durable API's key: random, made once, readable by its owner only. */
final class SystemKey {
    private static final int BYTES = 32;

    private SystemKey() {}

    static String keptIn(Path folder) {
        Path file = folder.resolve("system-key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[BYTES];
                new SecureRandom().nextBytes(key);
                write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(key));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartFailure("The system key cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    /** why: whole or not at all, and never readable by others, not even for a moment. */
    private static void write(Path file, String key) throws IOException {
        Path draft = file.resolveSibling("system-key.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly());
        Files.writeString(draft, key);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
