package io.yizhan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditCodeCheckTest {
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "115304020000000198",
                "91530402MA6K00014R",
                "91350100M000100Y43",
                "11530402000000035X",
                "1153040200000006XB"
            })
    void acceptsPublishedAndSyntheticCodes(String code) {
        assertThat(CreditCodeCheck.of(code).isValid()).isTrue();
    }

    @Test
    void noticesEveryChangedCharacter() {
        String code = "91350100M000100Y43";
        for (int i = 0; i < code.length(); i++) {
            char changed = code.charAt(i) == '7' ? '8' : '7';
            assertThat(CreditCodeCheck.of(code.substring(0, i) + changed + code.substring(i + 1))
                            .isValid())
                    .as("character %d", i + 1)
                    .isFalse();
        }
    }

    @Test
    void tellsACitizenNumberThatKeepsTheLastCheckByItsOrganisationCode() {
        var check = CreditCodeCheck.of("513322190001010030");

        assertThat(check).isEqualTo(new CreditCodeCheck(true, true, false));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", "11530402000000019", "1153040200000001980", "11530402000000O198", "11530A020000000198"})
    void refusesWhatIsNotLaidOutLikeACode(String text) {
        assertThat(CreditCodeCheck.of(text)).isEqualTo(new CreditCodeCheck(false, false, false));
    }
}
