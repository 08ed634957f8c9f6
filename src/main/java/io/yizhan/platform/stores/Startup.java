package io.yizhan.platform.stores;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, before Quarkus starts, where the stores are and which keys are used, and hands both over as system
 * properties.
 *
 * <p>In {@code dev}, {@code demo} and {@code test} a store that is not configured is started here, and keys that are
 * not configured are made up once and kept with the data. In every other profile both must be configured, and what is
 * missing stops the start with a sentence that names the variable.
 */
public final class Startup {
    private static final Set<String> LOCAL_PROFILES = Set.of("dev", "demo", "test");
    private static final String PROFILE = "quarkus.profile";
    private static final String DATA = "yizhan.data";
    private static final String RESET = "yizhan.reset";
    private static final String ISSUER = "yizhan.token.issuer";
    private static final String DATABASE = "quarkus.datasource.reactive.url";
    private static final String JDBC = "yizhan.pg.migration-url";
    private static final String REDIS = "quarkus.redis.hosts";
    private static final String REDIS_TYPE = "quarkus.redis.client-type";

    private final Variable variables;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Startup(Variable variables) {
        this.variables = variables;
    }

    /** @throws StartRefused when something is missing, malformed or in use */
    public static void prepare() {
        var startup = new Startup(new Variable(System.getenv(), Published::explicit));
        startup.decide(startup.profile());
        Published.publish(startup.settings, startup.variables);
    }

    /** What {@link #prepare()} would hand over in a profile whose stores and keys are all configured. */
    static Map<String, String> settingsOf(String profile, Variable variables) {
        var startup = new Startup(variables);
        startup.decide(profile);
        return startup.settings;
    }

    /** A packaged application that was told nothing is a demo, unless it is the image, which carries no stores. */
    private String profile() {
        return variables.find(PROFILE).orElseGet(() -> {
            if (!isPackaged()) {
                return "dev";
            }
            var profile = Binaries.areOnClassPath() ? "demo" : "prod";
            settings.put(PROFILE, profile);
            return profile;
        });
    }

    /** Quarkus knows its launch mode only once it runs, which is too late: the class loaders of dev mode tell it. */
    public static boolean isPackaged() {
        return !Startup.class.getClassLoader().getClass().getName().startsWith("io.quarkus.bootstrap.classloading");
    }

    private void decide(String profile) {
        checkConfiguredKeys();
        configuredRedis();
        if (LOCAL_PROFILES.containsAll(Arrays.asList(profile.split(",", -1)))) {
            configuredDatabase().map(DatabaseUrl::settings).ifPresent(settings::putAll);
            startMissing();
        } else {
            configuredDatabase()
                    .map(DatabaseUrl::requireTls)
                    .map(DatabaseUrl::settings)
                    .ifPresent(settings::putAll);
            refuseMissing();
        }
    }

    private void configuredRedis() {
        variables.find(RedisUrl.VARIABLE).map(RedisUrl::parse).ifPresent(this::useRedis);
    }

    /** Several servers may also be sentinels: then that has been said. */
    private void useRedis(RedisUrl url) {
        settings.putAll(url.settings());
        var isDecided =
                variables.find(REDIS).isPresent() || variables.find(REDIS_TYPE).isPresent();
        if (url.isCluster() && !isDecided) {
            settings.put(REDIS_TYPE, "cluster");
        }
    }

    /** Whoever sets the reactive URL means that database for the migration too. */
    private Optional<DatabaseUrl> configuredDatabase() {
        var reactive = variables.find(DATABASE);
        reactive.ifPresent(url -> settings.put(JDBC, "jdbc:" + url.replaceFirst("^postgres:", "postgresql:")));
        return reactive.isPresent()
                ? Optional.empty()
                : variables.find(DatabaseUrl.VARIABLE).map(DatabaseUrl::parse);
    }

    private boolean isConfigured(String property) {
        return settings.containsKey(property) || variables.find(property).isPresent();
    }

    private void checkConfiguredKeys() {
        for (var secret : Secret.values()) {
            variables.find(secret.property()).ifPresent(secret::check);
        }
    }

    private void refuseMissing() {
        require(DATABASE, DatabaseUrl.VARIABLE, "postgresql://user:password@host:port/name");
        require(REDIS, RedisUrl.VARIABLE, "redis://:password@host:port");
        for (var secret : Secret.values()) {
            if (!secret.isOptional()) {
                require(secret.property(), secret.variable(), secret.description());
            }
        }
        require(ISSUER, Variable.nameOf(ISSUER), "the https URL at which clients reach this service");
        checkIssuer();
    }

    private void require(String property, String variable, String description) {
        if (!isConfigured(property)) {
            throw new StartRefused(variable + " is not set: it must be " + description + ".");
        }
    }

    private void checkIssuer() {
        var issuer = variables.find(ISSUER).orElseThrow();
        if (!isHttps(issuer)) {
            throw new StartRefused(
                    Variable.nameOf(ISSUER) + " is malformed: it must be an https URL without query or fragment.");
        }
    }

    private static boolean isHttps(String issuer) {
        try {
            var uri = URI.create(issuer);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void startMissing() {
        var stores = LocalStores.open(Path.of(variables.find(DATA).orElse(".yizhan")));
        resetIfAsked(stores);
        if (!isConfigured(DATABASE)) {
            stores.startPostgres();
        }
        if (!isConfigured(REDIS)) {
            stores.startRedis();
        }
        stores.stopAtExit();
        settings.putAll(stores.settings());
        settings.putAll(LocalKeys.in(stores.folder()));
        settings.put(DATA, stores.folder().toString());
        settings.put(
                ISSUER,
                "http://localhost:" + variables.find("quarkus.http.port").orElse("8080"));
    }

    /** Once: a live reload in the same JVM still sees the property it was started with. */
    private void resetIfAsked(LocalStores stores) {
        if (variables.isOn(RESET) && stores.isNewToThisJvm()) {
            stores.reset();
        }
    }
}
