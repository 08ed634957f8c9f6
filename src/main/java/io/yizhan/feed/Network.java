package io.yizhan.feed;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses, {@code 10.0.0.0/8} or {@code fc00::/7}. */
record Network(byte[] prefix, int bits) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]+)/(\\d{1,3})");

    /** @throws IllegalArgumentException when it is not one */
    static Network of(String text) {
        var parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        try {
            var prefix = InetAddress.getByName(parts.group(1)).getAddress();
            var bits = Integer.parseInt(parts.group(2));
            if (bits > prefix.length * Byte.SIZE) {
                throw new IllegalArgumentException("not a network: " + text);
            }
            return new Network(prefix, bits);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("not a network: " + text, notAnAddress);
        }
    }

    boolean contains(InetAddress address) {
        var other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if ((other[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
