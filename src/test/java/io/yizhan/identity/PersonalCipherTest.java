package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.identity.PersonalCipher.Column;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonalCipherTest {
    private static final Column NAME = new Column("subject", "name");
    private static final UUID ROW = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final String OLD = "1:" + key(1);
    private static final String NEW = "2:" + key(2);

    @Test
    void readsBackWhatItWrote() {
        var cipher = cipher(OLD);

        assertThat(cipher.decrypt(NAME, ROW, cipher.encrypt(NAME, ROW, "王小红"))).isEqualTo("王小红");
    }

    @Test
    void neverWritesTheSameValueTwiceAlike() {
        var cipher = cipher(OLD);

        assertThat(cipher.encrypt(NAME, ROW, "王小红")).isNotEqualTo(cipher.encrypt(NAME, ROW, "王小红"));
    }

    @Test
    void refusesAValueMovedToAnotherRow() {
        var cipher = cipher(OLD);
        var stored = cipher.encrypt(NAME, ROW, "王小红");
        var otherRow = UUID.fromString("01890000-0000-7000-8000-000000000002");

        assertThatThrownBy(() -> cipher.decrypt(NAME, otherRow, stored)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAValueMovedToAnotherColumn() {
        var cipher = cipher(OLD);
        var stored = cipher.encrypt(NAME, ROW, "王小红");

        assertThatThrownBy(() -> cipher.decrypt(new Column("subject", "phone"), ROW, stored))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnAlteredValue() {
        var cipher = cipher(OLD);
        var stored = cipher.encrypt(NAME, ROW, "王小红");
        stored[stored.length - 1] ^= 1;

        assertThatThrownBy(() -> cipher.decrypt(NAME, ROW, stored)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stillReadsRowsOfAnOlderKeyAfterRotation() {
        var stored = cipher(OLD).encrypt(NAME, ROW, "王小红");

        assertThat(cipher(NEW + "," + OLD).decrypt(NAME, ROW, stored)).isEqualTo("王小红");
    }

    @Test
    void writesWithTheNewKeyAfterRotation() {
        var stored = cipher(NEW + "," + OLD).encrypt(NAME, ROW, "王小红");

        assertThat(cipher(NEW).decrypt(NAME, ROW, stored)).isEqualTo("王小红");
        assertThatThrownBy(() -> cipher(OLD).decrypt(NAME, ROW, stored)).hasMessageContaining("version 2");
    }

    @Test
    void namesThePropertyWhenAKeyIsMalformed() {
        for (var text : new String[] {"", "1:short", key(1), "x:" + key(1), OLD + "," + OLD}) {
            assertThatThrownBy(() -> cipher(text)).hasMessageStartingWith("keys must be");
        }
    }

    private static PersonalCipher cipher(String keys) {
        return new PersonalCipher(KeyRing.parse("keys", keys));
    }

    static String key(int seed) {
        var key = new byte[32];
        key[31] = (byte) seed;
        return Base64.getEncoder().encodeToString(key);
    }
}
