package io.yizhan.fault;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.yizhan.EmbeddedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Stores of their own, with a {@link PostgresProxy} in front of the reactive pool. */
public final class ProxiedStores implements QuarkusTestResourceLifecycleManager {
    private static final String URL = "quarkus.datasource.reactive.url";

    private final EmbeddedStores stores = new EmbeddedStores();
    private PostgresProxy proxy;

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(stores.start());
        var direct = URI.create(settings.get(URL));
        proxy = new PostgresProxy(direct.getHost(), direct.getPort());
        settings.put(URL, "postgresql://127.0.0.1:" + proxy.port() + direct.getPath());
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(PostgresProxy.class));
    }

    @Override
    public void stop() {
        try {
            proxy.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        } finally {
            stores.stop();
        }
    }
}
