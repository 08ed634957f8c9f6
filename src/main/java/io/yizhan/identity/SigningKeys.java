package io.yizhan.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * The keys tokens are signed and verified with. To rotate: publish the successor as next key, wait until verifiers have
 * fetched it, swap the two, and drop the old one when the longest access token has expired. Keys change with a restart,
 * so everything verified against an older set is forgotten with it.
 */
@Singleton
final class SigningKeys {
    /** @param kid RFC 7638 thumbprint, so that the same key has the same name on every replica */
    record Key(String kid, RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {}

    private static final int SMALLEST_BITS = 2048;

    private final Key current;
    private final Map<String, Key> byKid;
    private final List<Key> all;

    @Inject
    SigningKeys(TokenConfig config) {
        this(
                read("yizhan.token.signing-key", config.signingKey()),
                config.nextKey().map(key -> read("yizhan.token.next-key", key)));
    }

    SigningKeys(Key current, Optional<Key> next) {
        this.current = current;
        var keys = new ArrayList<Key>();
        keys.add(current);
        next.filter(key -> !key.kid().equals(current.kid())).ifPresent(keys::add);
        this.all = List.copyOf(keys);
        this.byKid = keys.stream().collect(Collectors.toUnmodifiableMap(Key::kid, Function.identity()));
    }

    /**
     * Reads a PKCS#8 RSA private key in PEM or bare base64.
     *
     * @param property named in the error, because the error stops the start
     */
    static Key read(String property, String text) {
        try {
            var base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            var factory = KeyFactory.getInstance("RSA");
            var privateKey = (RSAPrivateCrtKey) factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
            if (privateKey.getModulus().bitLength() < SMALLEST_BITS) {
                throw new IllegalStateException(property + " must have at least 2048 bits");
            }
            var publicKey = (RSAPublicKey) factory.generatePublic(
                    new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
            return new Key(
                    new RsaJsonWebKey(publicKey).calculateBase64urlEncodedThumbprint("SHA-256"), privateKey, publicKey);
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException malformed) {
            // without the cause: it may quote the key
            throw new IllegalStateException(property + " must be a PKCS#8 RSA private key in PEM or base64");
        }
    }

    Key current() {
        return current;
    }

    Optional<Key> find(String kid) {
        return Optional.ofNullable(byKid.get(kid));
    }

    /** The public half as members of a JWK set (RFC 7517). */
    List<Map<String, Object>> published() {
        return all.stream().map(SigningKeys::publicMembers).toList();
    }

    private static Map<String, Object> publicMembers(Key key) {
        try {
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(key.publicKey());
            jwk.setKeyId(key.kid());
            jwk.setUse("sig");
            jwk.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }
}
