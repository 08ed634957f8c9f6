package io.yizhan.platform.stores;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.regex.Pattern;

/** How a key is written down, checked and made. */
enum KeyFormat {
    PLAIN("base64 of 32 bytes") {
        @Override
        boolean accepts(String value) {
            return isKey(value.strip());
        }

        @Override
        String generate() {
            return randomKey();
        }
    },

    VERSIONED("version:base64(32 bytes), comma-separated, the current one first, each version once, from 1 to 32767") {
        @Override
        boolean accepts(String value) {
            var versions = new HashSet<Integer>();
            for (var key : value.split(",", -1)) {
                var parts = VERSION_AND_KEY.matcher(key.strip());
                if (!parts.matches() || !isKey(parts.group(2)) || !versions.add(version(parts.group(1)))) {
                    return false;
                }
            }
            return !versions.contains(OUT_OF_RANGE);
        }

        @Override
        String generate() {
            return "1:" + randomKey();
        }
    },

    RSA("an RSA private key in PKCS#8 of at least 2048 bits, as PEM or as base64 of the DER") {
        @Override
        boolean accepts(String value) {
            try {
                var body = value.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                        .replaceAll("\\s|\\\\n", "");
                var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
                var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(encoded);
                return key.getModulus().bitLength() >= RSA_BITS;
            } catch (IllegalArgumentException | GeneralSecurityException malformed) {
                return false;
            }
        }

        @Override
        String generate() {
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                var key = generator.generateKeyPair().getPrivate();
                return Base64.getEncoder().encodeToString(key.getEncoded());
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every JDK has RSA", impossible);
            }
        }
    };

    private static final int KEY_BYTES = 32;
    private static final int RSA_BITS = 2048;
    private static final int OUT_OF_RANGE = 0;
    private static final Pattern VERSION_AND_KEY = Pattern.compile("(\\d{1,5}):(\\S+)");

    private final String description;

    KeyFormat(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    abstract boolean accepts(String value);

    abstract String generate();

    private static boolean isKey(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == KEY_BYTES;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String randomKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The database keeps versions as {@code smallint}. */
    private static int version(String digits) {
        var version = Integer.parseInt(digits);
        return version <= Short.MAX_VALUE ? version : OUT_OF_RANGE;
    }
}
