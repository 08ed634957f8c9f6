package io.yizhan.identity;

import jakarta.inject.Singleton;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The hall's signature under a document: a compact JWS (RFC 7515) over a small JSON object that names the document and its SHA-256,
 * signed with the key tokens are signed with and verified with {@code /.well-known/jwks.json}. Its type and its lack of claims keep it
 * from ever passing as a token.
 */
@Singleton
public final class Seals {
    static final String TYPE = "seal+jws";

    private final SigningKeys keys;

    Seals(SigningKeys keys) {
        this.keys = keys;
    }

    /** Whether what was sealed is what is at hand. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** Signed with a key that is no longer published here. */
        UNKNOWN_KEY
    }

    /** The same statement is sealed the same while the key is the same. Costs about 1.5 ms of a core: not for an event loop. */
    public String seal(String statement) {
        try {
            var seal = new JsonWebSignature();
            seal.setPayload(statement);
            seal.setHeader("typ", TYPE);
            seal.setKeyIdHeaderValue(keys.current().kid());
            seal.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            seal.setKey(keys.current().privateKey());
            return seal.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException("cannot seal", impossible);
        }
    }

    /** Some 50 µs. */
    public Verdict verify(String seal, String statement) {
        try {
            var read = new JsonWebSignature();
            read.setAlgorithmConstraints(
                    new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256));
            read.setCompactSerialization(seal);
            var key = keys.find(String.valueOf(read.getKeyIdHeaderValue()));
            if (key.isEmpty()) {
                return Verdict.UNKNOWN_KEY;
            }
            read.setKey(key.get().publicKey());
            return TYPE.equals(read.getHeader("typ")) && read.verifySignature() && statement.equals(read.getPayload())
                    ? Verdict.RIGHT
                    : Verdict.WRONG;
        } catch (JoseException damaged) {
            return Verdict.WRONG;
        }
    }
}
