package io.yizhan.progress;

import io.yizhan.casework.QueryNumber;
import io.yizhan.platform.http.EntityTag;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Strong entity tags of views: a keyed digest of number and versions, so that nobody can make one up. */
@Singleton
class EntityTags {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 15;

    /** Keyed once; copied for each tag, because to key another costs as much as the digest. */
    private final Mac keyed;

    EntityTags(ProgressConfig config) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(Base64.getDecoder().decode(config.etagKey()), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    EntityTag of(QueryNumber number, int caseVersion, int catalogueVersion) {
        var input = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(number.value())
                .putInt(caseVersion)
                .putInt(catalogueVersion);
        var digest = Arrays.copyOf(copy().doFinal(input.array()), BYTES);
        return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
