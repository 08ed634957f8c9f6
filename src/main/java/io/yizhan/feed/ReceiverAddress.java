package io.yizhan.feed;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses events may be sent to: HTTPS to public addresses, and to the private networks that are allowed by name. What a name
 * leads to is asked again for every request, and the connection is made to the very address that was looked at.
 */
final class ReceiverAddress {
    /** Where no receiver is, and nothing allows it: this network, link-local, multicast, reserved, translations of IPv4. */
    private static final List<Network> NEVER = networks(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fe80::/10",
            "ff00::/8");

    private static final List<Network> PRIVATE =
            networks("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10");

    private final boolean allowsLoopback;
    private final List<Network> allowed;

    ReceiverAddress(boolean allowsLoopback, List<String> allowed) {
        this.allowsLoopback = allowsLoopback;
        this.allowed = allowed.stream().map(Network::of).toList();
    }

    private static List<Network> networks(String... all) {
        return List.of(all).stream().map(Network::of).toList();
    }

    /** The address as a whole; empty when nothing is sent there, whatever its name leads to. */
    Optional<URI> parse(String text) {
        try {
            var uri = new URI(text);
            var isWhole = uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
            var isSecure = "https".equals(uri.getScheme());
            var isPlain = "http".equals(uri.getScheme()) && allowsLoopback;
            return isWhole && (isSecure || isPlain) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** Whether a request for the address may go to this machine. All a name leads to must be permitted, or none is used. */
    boolean permits(URI uri, InetAddress machine) {
        if (machine.isLoopbackAddress()) {
            return allowsLoopback;
        }
        return "https".equals(uri.getScheme())
                && NEVER.stream().noneMatch(network -> network.contains(machine))
                && (PRIVATE.stream().noneMatch(network -> network.contains(machine))
                        || allowed.stream().anyMatch(network -> network.contains(machine)));
    }

    static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
