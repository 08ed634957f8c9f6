package io.yizhan.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
    private static final String SETTING = "yizhan.http.trusted-proxies";
    private static final String PROXIES = "10.244.0.0/16, 192.0.2.7,fd00:1::/32";

    private static ClientAddresses behind(String proxies) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(HttpConfig.class)
                .withDefaultValues(Map.of(SETTING, proxies))
                .build();
        return new ClientAddresses(config.getConfigMapping(HttpConfig.class));
    }

    private static MultiMap headers(String... forwarded) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        Stream.of(forwarded).forEach(header -> headers.add("X-Forwarded-For", header));
        return headers;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.244.3.4    | 203.0.113.5                           | 203.0.113.5
            192.0.2.7     | 203.0.113.5                           | 203.0.113.5
            fd00:1::9     | 203.0.113.5                           | 203.0.113.5
            10.244.3.4    | 198.51.100.1, 203.0.113.5             | 203.0.113.5
            10.244.3.4    | 198.51.100.1, 203.0.113.5, 10.244.3.9 | 203.0.113.5
            10.244.3.4    | 203.0.113.5 ,10.244.3.9,192.0.2.7     | 203.0.113.5
            10.244.3.4    | 10.244.3.8, 10.244.3.9                | 10.244.3.8
            10.244.3.4    | 203.0.113.5, unknown                  | 10.244.3.4
            10.244.3.4    | 203.0.113.5, , 10.244.3.9             | 10.244.3.9
            10.244.3.4    | ','                                   | 10.244.3.4
            10.244.3.4    | ::ffff:203.0.113.5                    | 203.0.113.5
            10.244.3.4    | 2001:db8:1:2:a:b:c:d                  | 2001:db8:1:2::/64
            10.245.3.4    | 203.0.113.5                           | 10.245.3.4
            192.0.2.8     | 203.0.113.5                           | 192.0.2.8
            2001:db8::1   | 203.0.113.5                           | 2001:db8::/64
            """)
    void believesProxiesAndNobodyElse(String peer, String forwarded, String client) {
        assertThat(behind(PROXIES).of(peer, headers(forwarded))).isEqualTo(client);
    }

    @Test
    void readsHeadersThatCameApartAsOne() {
        assertThat(behind(PROXIES).of("10.244.3.4", headers("198.51.100.1", "203.0.113.5, 10.244.3.9")))
                .isEqualTo("203.0.113.5");
    }

    @Test
    void withoutTheHeaderItIsWhoHasConnected() {
        var addresses = behind(PROXIES);

        assertThat(addresses.of("203.0.113.5", headers())).isEqualTo("203.0.113.5");
        assertThat(addresses.of("10.244.3.4", headers())).isEqualTo("10.244.3.4");
        assertThat(addresses.of("2001:db8:1:2:a:b:c:d%eth0", headers())).isEqualTo("2001:db8:1:2::/64");
    }

    @Test
    void saysOnceThatAProxyIsNotTrusted() {
        var said = new ArrayList<String>();
        var log = Logger.getLogger(ClientAddresses.class.getName());
        var ear = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(ear);
        try {
            var addresses = behind(PROXIES);
            addresses.of("10.244.3.4", headers("203.0.113.5"));
            addresses.of("192.168.1.1", headers());
            assertThat(said).isEmpty();
            addresses.of("192.168.1.1", headers("203.0.113.5"));
            addresses.of("192.168.1.1", headers("203.0.113.6"));
        } finally {
            log.removeHandler(ear);
        }
        assertThat(said).singleElement().asString().contains("YIZHAN_HTTP_TRUSTED_PROXIES");
    }

    @ParameterizedTest
    @CsvSource({"ingress.example", "10.244.0.0/33", "10.244.0.0/", "10.244", "/16", "10.244.0.0/x", "fd00::/129"})
    void refusesWhatIsNoRange(String written) {
        assertThatThrownBy(() -> behind(written))
                .hasMessageContaining(SETTING)
                .hasMessageContaining('"' + written + "\" is no address and no range");
    }
}
