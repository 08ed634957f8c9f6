package io.yizhan.bench;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;

/** Signatures as an access token carries one, by one thread and nothing else. */
record Signing(PrivateKey key) implements Side {
    private static final int TOKEN_BYTES = 700;

    static Signing of(BenchStores stores) {
        try {
            var base64 = stores.keys().get("yizhan.token.signing-key").replaceAll("-----[A-Z ]+-----|\\s", "");
            return new Signing(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("the signing key cannot be read", unreadable);
        }
    }

    @Override
    public Measured measure(Duration longest) {
        var start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < longest.toNanos()) {
            sign();
            count++;
        }
        var elapsed = System.nanoTime() - start;
        return new Measured(count, count * 1e9 / elapsed, elapsed / 1e3 / count, Double.NaN, 0, 0);
    }

    private void sign() {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(new byte[TOKEN_BYTES]);
            signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void warmUp(Duration time) {
        measure(time);
    }

    @Override
    public void close() {}
}
