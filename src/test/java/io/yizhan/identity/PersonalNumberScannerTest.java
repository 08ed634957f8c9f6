package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.PersonalNumberScanner.Finding;
import io.yizhan.identity.PersonalNumberScanner.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalNumberScannerTest {
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "11010519491231002X",
                "11010519491231002x",
                "number=11010519491231002X,",
                "\"440524188001010014\"",
                "/v1/subjects/530402190001010015?x",
                "证件440524188001010014号"
            })
    void findsIdentityNumbersWhereverTheyStand(String text) {
        assertThat(PersonalNumberScanner.scan(text)).extracting(Finding::kind).containsExactly(Kind.IDENTITY_NUMBER);
    }

    @Test
    void findsInventedPeopleToo() {
        for (int i = 0; i < 100; i++) {
            assertThat(PersonalNumberScanner.scan("subject " + Personas.number()))
                    .extracting(Finding::kind)
                    .containsExactly(Kind.IDENTITY_NUMBER);
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "110105194912310021",
                "11010519491331002X",
                "911010519491231002X",
                "a11010519491231002X",
                "91530402MA6K00014R",
                "1153040200000001984530125001000201708250001",
                "110105********002X",
                "199****1234",
                "1763824752123",
                "2026-11-22T08:00:00.123456789Z",
                "01a20439-6e87-7783-90b0-a6d890291944",
                "0.13812345678",
                "13812345678.5"
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(PersonalNumberScanner.scan(text)).isEmpty();
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"110105491231002", "id:110105491231002;"})
    void findsTheLegacyForm(String text) {
        assertThat(PersonalNumberScanner.scan(text))
                .extracting(Finding::kind)
                .containsExactly(Kind.LEGACY_IDENTITY_NUMBER);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"13812345678", "phone=19900000000", "(+8613812345678)", "电话13812345678"})
    void findsMobileNumbers(String text) {
        assertThat(PersonalNumberScanner.scan(text)).extracting(Finding::kind).containsExactly(Kind.PHONE);
    }

    @Test
    void findsAccessTokens() {
        var token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

        assertThat(PersonalNumberScanner.scan("Authorization: Bearer " + token))
                .extracting(Finding::kind)
                .containsExactly(Kind.TOKEN);
    }

    @Test
    void namesTheLineButNotTheValue() {
        var findings = PersonalNumberScanner.scan("fine\nfine\n11010519491231002X");

        assertThat(findings).containsExactly(new Finding(Kind.IDENTITY_NUMBER, 3));
    }
}
