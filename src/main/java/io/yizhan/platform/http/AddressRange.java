package io.yizhan.platform.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses that share a prefix, written {@code 10.244.0.0/16} or {@code fd00::/8} (RFC 4632, RFC 4291), or one address. */
public final class AddressRange {
    private final IpSubnetFilterRule rule;

    private AddressRange(IpSubnetFilterRule rule) {
        this.rule = rule;
    }

    /**
     * @throws IllegalArgumentException when the text is no range of addresses
     */
    public static AddressRange parse(CharSequence text) {
        var written = text.toString().strip();
        var slash = written.indexOf('/');
        var address = slash < 0 ? written : written.substring(0, slash);
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw new IllegalArgumentException('"' + written + "\" is no address and no range such as 10.244.0.0/16");
        }
        var prefix = slash < 0 ? bytes.length * Byte.SIZE : Integer.parseInt(written.substring(slash + 1));
        return new AddressRange(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
    }

    boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }
}
