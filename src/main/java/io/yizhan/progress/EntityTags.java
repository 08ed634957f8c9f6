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

    private final SecretKeySpec key;

    EntityTags(ProgressConfig config) {
        this.key = new SecretKeySpec(Base64.getDecoder().decode(config.etagKey()), ALGORITHM);
    }

    EntityTag of(QueryNumber number, int caseVersion, int catalogueVersion) {
        var input = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(number.value())
                .putInt(caseVersion)
                .putInt(catalogueVersion);
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var digest = Arrays.copyOf(mac.doFinal(input.array()), BYTES);
            return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
