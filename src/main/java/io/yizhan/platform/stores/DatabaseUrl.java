package io.yizhan.platform.stores;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code postgresql://user:password@host:port/name?sslmode=…}, as libpq and most platforms write it. Each part may be
 * percent-encoded, the port is optional. Of the query, {@code sslmode} and {@code sslrootcert} mean what they mean to
 * libpq; anything else is refused rather than half understood.
 */
record DatabaseUrl(String host, int port, String name, String user, String password, Map<String, String> query) {
    static final String VARIABLE = "DATABASE_URL";

    private static final String REACTIVE = "quarkus.datasource.reactive.";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Set<String> UNDERSTOOD = Set.of("sslmode", "sslrootcert");

    static DatabaseUrl parse(String value) {
        try {
            var uri = new URI(value);
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
                throw malformed();
            }
            var user = UserInfo.of(uri.getRawUserInfo());
            var name = uri.getRawPath().replaceFirst("^/", "");
            if (name.isEmpty() || name.contains("/") || user.name().isEmpty()) {
                throw malformed();
            }
            var port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
            return new DatabaseUrl(
                    uri.getHost(), port, UserInfo.decode(name), user.name(), user.password(), query(uri.getRawQuery()));
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            throw malformed();
        }
    }

    private static StartRefused malformed() {
        return new StartRefused(VARIABLE + " is malformed: it must be postgresql://user:password@host:port/name,"
                + " with special characters percent-encoded.");
    }

    private static Map<String, String> query(String raw) {
        var query = new TreeMap<String, String>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (var pair : raw.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals < 1) {
                throw malformed();
            }
            query.put(UserInfo.decode(pair.substring(0, equals)), UserInfo.decode(pair.substring(equals + 1)));
        }
        if (!UNDERSTOOD.containsAll(query.keySet())) {
            throw new StartRefused(
                    VARIABLE + " has a parameter that is not understood: only sslmode and sslrootcert" + " are.");
        }
        if (!SSL_MODES.contains(query.getOrDefault("sslmode", "disable"))) {
            throw new StartRefused(VARIABLE + " has an unknown sslmode: it must be one of "
                    + SSL_MODES.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        if (query.getOrDefault("sslmode", "").startsWith("verify-") && !query.containsKey("sslrootcert")) {
            throw new StartRefused(VARIABLE + " asks to verify the server but names no sslrootcert to verify it with.");
        }
        return query;
    }

    /** Production decides about encryption on purpose; only the way to the same machine needs none. */
    DatabaseUrl requireTls() {
        if (!query.containsKey("sslmode") && !LOOPBACK.contains(host)) {
            throw new StartRefused(VARIABLE + " says nothing about encryption: append ?sslmode=verify-full"
                    + "&sslrootcert=/path/to/ca.pem, or ?sslmode=disable in a network you trust.");
        }
        return this;
    }

    /** As Quarkus wants to be told: one datasource, a reactive URL for the service, a JDBC URL for the migration. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        var address = "//" + host + ":" + port + "/" + encode(name);
        settings.put("quarkus.datasource.reactive.url", "postgresql:" + address);
        settings.put("yizhan.pg.migration-url", "jdbc:postgresql:" + address + jdbcQuery());
        settings.put("quarkus.datasource.username", user);
        settings.put("quarkus.datasource.password", password);
        settings.putAll(tlsSettings());
        return settings;
    }

    private String jdbcQuery() {
        return query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encode(pair.getValue()))
                .reduce((one, other) -> one + "&" + other)
                .map(pairs -> "?" + pairs)
                .orElse("");
    }

    private Map<String, String> tlsSettings() {
        var settings = new LinkedHashMap<String, String>();
        var mode = query.getOrDefault("sslmode", "disable");
        settings.put(REACTIVE + "postgresql.ssl-mode", mode);
        settings.put(REACTIVE + "hostname-verification-algorithm", mode.equals("verify-full") ? "HTTPS" : "NONE");
        if (query.containsKey("sslrootcert")) {
            settings.put(REACTIVE + "trust-certificate-pem", "true");
            settings.put(REACTIVE + "trust-certificate-pem.certs", query.get("sslrootcert"));
        } else {
            settings.put(REACTIVE + "trust-all", "true");
        }
        return settings;
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the password, so that it cannot reach a log by accident. */
    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port + "/" + name;
    }

    /** What stands before the {@code @} of a store's URL. */
    record UserInfo(String name, String password) {
        static UserInfo of(String raw) {
            if (raw == null) {
                return new UserInfo("", "");
            }
            var colon = raw.indexOf(':');
            return colon < 0
                    ? new UserInfo(decode(raw), "")
                    : new UserInfo(decode(raw.substring(0, colon)), decode(raw.substring(colon + 1)));
        }

        /** A plus is a plus: this is no form. */
        static String decode(String part) {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
