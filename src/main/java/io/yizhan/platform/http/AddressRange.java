package io.yizhan.platform.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.microprofile.config.spi.Converter;

/** Addresses that share a prefix, written {@code 10.244.0.0/16} or {@code fd00::/8} (RFC 4632, RFC 4291), or one address. */
public final class AddressRange {
    private final IpSubnetFilterRule rule;

    private AddressRange(IpSubnetFilterRule rule) {
        this.rule = rule;
    }

    /** From a setting. A static method that the configuration finds by its name would not be asked why it refuses. */
    public static final class Written implements Converter<AddressRange> {
        /** @throws IllegalArgumentException when the text is no range of addresses */
        @Override
        public AddressRange convert(String text) {
            var written = text.strip();
            var slash = written.indexOf('/');
            var address = slash < 0 ? written : written.substring(0, slash);
            var bytes = NetUtil.createByteArrayFromIpAddressString(address);
            if (bytes == null) {
                throw noRange(written);
            }
            try {
                var prefix = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(written.substring(slash + 1));
                return new AddressRange(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
            } catch (IllegalArgumentException noPrefix) {
                throw noRange(written);
            }
        }
    }

    private static IllegalArgumentException noRange(String written) {
        return new IllegalArgumentException('"' + written + "\" is no address and no range such as 10.244.0.0/16");
    }

    boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }
}
