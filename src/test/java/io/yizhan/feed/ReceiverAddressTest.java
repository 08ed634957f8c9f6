package io.yizhan.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverAddressTest {
    private static final URI RECEIVER = URI.create("https://receiver.example/hook");

    private final ReceiverAddress strict = new ReceiverAddress(false, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/hook",
                "https://user@receiver.example/",
                "https://receiver.example/#part",
                "file:///etc/passwd",
                "https:///nowhere",
                "gopher://receiver.example/",
                "not an address"
            })
    void acceptsNothingButWholeSecureAddresses(String address) {
        assertThat(strict.parse(address)).isEmpty();
    }

    @Test
    void acceptsAnAddressWithPortAndQuery() {
        assertThat(strict.parse("https://receiver.example:8443/hook?hall=1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.9",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void sendsNothingIntoTheNetworkItStandsIn(String machine) throws UnknownHostException {
        assertThat(strict.permits(RECEIVER, InetAddress.getByName(machine))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.20.1.1, true", "10.21.0.1, false", "8.8.8.8, true", "169.254.169.254, false"})
    void sendsIntoPrivateNetworksThatAreAllowedByName(String machine, boolean isPermitted) throws UnknownHostException {
        var addresses = new ReceiverAddress(false, List.of("10.20.0.0/16", "169.254.0.0/16"));

        assertThat(addresses.permits(RECEIVER, InetAddress.getByName(machine))).isEqualTo(isPermitted);
    }

    @Test
    void sendsPlainlyToThisMachineOnlyWhereThatIsAllowed() throws UnknownHostException {
        var trying = new ReceiverAddress(true, List.of());
        var here = URI.create("http://localhost:8089/hook");

        assertThat(strict.parse(here.toString())).isEmpty();
        assertThat(trying.parse(here.toString())).isPresent();
        assertThat(trying.permits(here, InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(trying.permits(URI.create("http://receiver.example/"), InetAddress.getByName("8.8.8.8")))
                .isFalse();
    }
}
