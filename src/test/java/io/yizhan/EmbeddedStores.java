package io.yizhan;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.yizhan.platform.stores.LocalKeys;
import io.yizhan.platform.stores.LocalStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Real, empty stores for one test run, on free ports and in a folder of their own, so that tests run beside a
 * development instance and beside each other. What a killed run left behind goes at the next one.
 */
public final class EmbeddedStores implements QuarkusTestResourceLifecycleManager {
    private static final Path ALL = Path.of("target", "stores").toAbsolutePath();
    private static final Path BINARIES = ALL.resolve("bin");
    private static final String PREFIX = "run-";

    private LocalStores stores;

    @Override
    public Map<String, String> start() {
        discardAbandoned();
        stores = LocalStores.open(newFolder(), BINARIES)
                .startPostgres()
                .startRedis()
                .stopAtExit();
        var settings = new HashMap<>(stores.settings());
        settings.putAll(LocalKeys.in(stores.folder()));
        settings.put("yizhan.token.issuer", "https://hall.example");
        settings.put("yizhan.data", stores.folder().toString());
        return settings;
    }

    @Override
    public void stop() {
        if (stores != null) {
            stores.delete();
        }
    }

    private static Path newFolder() {
        try {
            Files.createDirectories(ALL);
            return Files.createTempDirectory(ALL, PREFIX);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void discardAbandoned() {
        if (!Files.exists(ALL)) {
            return;
        }
        try (var runs = Files.newDirectoryStream(ALL, PREFIX + "*")) {
            runs.forEach(run -> LocalStores.discard(run, BINARIES));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
