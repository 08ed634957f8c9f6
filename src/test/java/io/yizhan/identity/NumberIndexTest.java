package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberIndexTest {
    private static final IdentityNumber RESIDENT = new IdentityNumber(IdentityKind.RESIDENT_ID, "513322190001010030");
    private static final IdentityNumber SAME_AS_CODE =
            new IdentityNumber(IdentityKind.CREDIT_CODE, "513322190001010030");

    private final NumberIndex index = index("1:" + PersonalCipherTest.key(1));

    @Test
    void hashesOneNumberAlwaysAlike() {
        assertThat(index.current(RESIDENT).hash())
                .isEqualTo(index.current(RESIDENT).hash());
    }

    @Test
    void separatesTheKindsOfOneNumber() {
        assertThat(index.current(RESIDENT).hash())
                .isNotEqualTo(index.current(SAME_AS_CODE).hash());
    }

    @Test
    void looksUpWithEveryKeyAndWritesWithTheFirst() {
        var rotated = index("2:" + PersonalCipherTest.key(2) + ",1:" + PersonalCipherTest.key(1));

        assertThat(rotated.all(RESIDENT)).hasSize(2);
        assertThat(rotated.all(RESIDENT).get(0).hash())
                .isEqualTo(rotated.current(RESIDENT).hash());
        assertThat(rotated.all(RESIDENT).get(1).hash())
                .isEqualTo(index.current(RESIDENT).hash());
    }

    @Test
    void isNotThePlainHashOfTheNumber() {
        assertThat(Base64.getEncoder().encodeToString(index.current(RESIDENT).hash()))
                .isNotEqualTo(Base64.getEncoder()
                        .encodeToString(index("1:" + PersonalCipherTest.key(9))
                                .current(RESIDENT)
                                .hash()));
    }

    @Test
    void spreadsNumbersEvenlyOverTheBuckets() {
        var perBucket = new int[SubjectId.BUCKETS];
        IntStream.range(0, SubjectId.BUCKETS * 100)
                .mapToObj("530402%012d"::formatted)
                .map(digits -> index.current(new IdentityNumber(IdentityKind.RESIDENT_ID, digits)))
                .forEach(entry -> perBucket[entry.bucket()]++);

        assertThat(IntStream.of(perBucket).boxed()).allMatch(count -> count > 40 && count < 180);
    }

    private static NumberIndex index(String keys) {
        return new NumberIndex(KeyRing.parse("keys", keys));
    }
}
