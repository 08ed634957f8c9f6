package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LicenceIdentifierTest {
    private static final String VECTOR = "1.2.156.3005.2.115304020000000198001.115304020000000198.2017000001.001.W";

    @Test
    void computesTheCheckCharacterOfTheVector() {
        var identifier = new LicenceIdentifier("115304020000000198001", "115304020000000198", "2017000001", 1);

        assertThat(identifier.toString()).isEqualTo(VECTOR);
    }

    @Test
    void readsWhatItWrites() {
        var read = LicenceIdentifier.read(VECTOR.toLowerCase(Locale.ROOT));

        assertThat(read.isCheckRight()).isTrue();
        assertThat(read.identifier().version()).isEqualTo(1);
        assertThat(read.identifier().toString()).isEqualTo(VECTOR);
    }

    @Test
    void noticesEverySingleWrongCharacter() {
        var body = VECTOR.substring(LicenceIdentifier.ROOT.length(), VECTOR.length() - 2)
                .replace(".", "");
        var right = LicenceIdentifier.check(body);
        for (int i = 0; i < body.length(); i++) {
            var wrong = body.charAt(i) == '7' ? '8' : '7';
            assertThat(LicenceIdentifier.check(body.substring(0, i) + wrong + body.substring(i + 1)))
                    .as("position %d", i)
                    .isNotEqualTo(right);
        }
    }

    @Test
    void warnsOfAWrongCheckButReadsTheRest() {
        var read = LicenceIdentifier.read(VECTOR.substring(0, VECTOR.length() - 1) + "X");

        assertThat(read.isCheckRight()).isFalse();
        assertThat(read.identifier().serial()).isEqualTo("2017000001");
    }

    @Test
    void readsAnIssuerThatIsARegion() {
        assertThat(LicenceIdentifier.read("1.2.156.3005.2.115304020000000198001.530402.2017000001.001.A")
                        .identifier()
                        .issuer())
                .isEqualTo("530402");
    }

    @Test
    void refusesOtherForms() {
        assertThatThrownBy(() -> LicenceIdentifier.read("1.2.156.3005.2.1153"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnToTheNextVersionWithACheckOfItsOwn() {
        var next = LicenceIdentifier.read(VECTOR).identifier().next();

        assertThat(next.toString()).contains(".002.");
        assertThat(LicenceIdentifier.read(next.toString()).isCheckRight()).isTrue();
    }
}
