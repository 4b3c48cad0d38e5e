package io.durablestatus.localruntime.functionhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.durablestatus.localruntime.durablehttp.AccessKeys;
import io.durablestatus.localruntime.functionhost.staged.AppSettings;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The host's keys: given by setting, else made once and kept in the data folder, readable by its owner only. */
final class HostKeys {
    static final String SYSTEM_KEY_SETTING = "DURABLETASK_EXTENSION_KEY";
    private static final String MASTER_KEY_SETTING = "FUNCTIONS_MASTER_KEY";
    private static final String FILE = "keys.json";
    private static final String MASTER = "masterKey";
    private static final String SYSTEM = "durabletask_extension";

    private HostKeys() {}

    /**
     * @param dataDir null to keep nothing
     * @throws StartFailure when the file cannot be read or written
     */
    static AccessKeys load(AppSettings settings, Path dataDir) {
        Optional<AccessKeys> kept = Optional.ofNullable(dataDir).flatMap(HostKeys::read);
        AccessKeys keys = kept.orElseGet(() -> new AccessKeys(random(), random()));
        if (kept.isEmpty() && dataDir != null) {
            write(dataDir, keys);
        }
        return new AccessKeys(
                settings.find(SYSTEM_KEY_SETTING).orElse(keys.systemKey()),
                settings.find(MASTER_KEY_SETTING).orElse(keys.masterKey()));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Optional<AccessKeys> read(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
            String system = json.path(SYSTEM).asText("");
            String master = json.path(MASTER).asText("");
            if (system.isEmpty() || master.isEmpty()) {
                throw new StartFailure(file + " lacks a key. Delete it; new keys are made at the next start.");
            }
            return Optional.of(new AccessKeys(system, master));
        } catch (IOException e) {
            throw new StartFailure(file + " cannot be read (" + e + "). Delete it; new keys are made.", e);
        }
    }

    private static void write(Path dataDir, AccessKeys keys) {
        try {
            Files.createDirectories(dataDir);
            Path draft = Files.createTempFile(dataDir, "keys", ".tmp");
            if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            }
            JsonMapper mapper = JsonMapper.builder().build();
            Files.writeString(
                    draft,
                    mapper.createObjectNode()
                            .put(MASTER, keys.masterKey())
                            .put(SYSTEM, keys.systemKey())
                            .toPrettyString());
            Files.move(draft, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailure(
                    "The keys cannot be kept in " + dataDir + " (" + e + "). Choose another data folder.", e);
        }
    }
}
