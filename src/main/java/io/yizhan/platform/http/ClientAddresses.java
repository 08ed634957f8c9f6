package io.yizhan.platform.http;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for those who have not signed in: the address a connection comes from, or, when that is a trusted proxy, the one it
 * names in {@code X-Forwarded-For}. The header is read from its end, because what stands before the proxies' own entries
 * was written by the client. Of IPv6 the first 64 bits count: every subscriber has all the rest to choose from.
 */
@Singleton
public final class ClientAddresses {
    private static final Logger LOG = Logger.getLogger(ClientAddresses.class);
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final int NETWORK_BYTES = 8;

    private final List<AddressRange> proxies;
    private final AtomicBoolean hasWarned = new AtomicBoolean();

    ClientAddresses(HttpConfig config) {
        this.proxies = config.trustedProxies().orElse(List.of());
    }

    public String of(HttpServerRequest request) {
        return of(request.remoteAddress().hostAddress(), request.headers());
    }

    public String of(LaneRequest request) {
        return of(request.peerAddress(), request.headers());
    }

    String of(String peer, MultiMap headers) {
        var isForwarded = headers.contains(FORWARDED_FOR);
        if (!isForwarded && isIpv4(peer)) {
            return peer;
        }
        var client = parse(peer);
        if (client == null) {
            return peer;
        }
        if (isForwarded) {
            if (isProxy(client)) {
                client = forwarded(client, String.join(",", headers.getAll(FORWARDED_FOR)));
            } else {
                warn();
            }
        }
        return text(client);
    }

    /** The last one who is no proxy. What cannot be read, and all before it, is nobody's word. */
    private InetAddress forwarded(InetAddress proxy, String named) {
        var client = proxy;
        for (int end = named.length(); end >= 0 && isProxy(client); ) {
            var begin = named.lastIndexOf(',', end - 1) + 1;
            var next = parse(named.substring(begin, end).strip());
            if (next == null) {
                return client;
            }
            client = next;
            end = begin - 1;
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isIpv4(String address) {
        return address.indexOf(':') < 0;
    }

    /** Never asks for a name. */
    private static @Nullable InetAddress parse(String address) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException ofAnotherLength) {
            throw new IllegalStateException(ofAnotherLength);
        }
    }

    private static String text(InetAddress client) {
        if (!(client instanceof Inet6Address)) {
            return client.getHostAddress();
        }
        var network = client.getAddress();
        Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
        return NetUtil.bytesToIpAddress(network) + "/64";
    }

    private void warn() {
        if (hasWarned.compareAndSet(false, true)) {
            LOG.warn(
                    "Requests carry X-Forwarded-For and come from an address that is not among YIZHAN_HTTP_TRUSTED_PROXIES:"
                            + " if it is a proxy, everybody behind it counts as one client");
        }
    }
}
