package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerPrincipalTest {
    private static final SubjectId LIN = SubjectId.of(UuidCreator.getTimeOrderedEpoch());

    private final CallerPrincipal principal = new CallerPrincipal(
            "pairwise",
            new AuthenticatedCaller(
                    LIN, LIN, Set.of("clerk"), "session", 2, Optional.empty(), Set.of("sms"), Set.of(), "window"));

    @Test
    void isKnownByItsPairwiseSubjectAndScopes() {
        assertThat(principal.getName()).isEqualTo("pairwise");
        assertThat(principal.getGroups()).containsExactly("clerk");
        assertThat(principal).hasToString("caller of session session");
    }

    @Test
    void keepsNothingOfItsToken() {
        assertThat(principal.getRawToken()).isNullOrEmpty();
        assertThat(principal.<Object>getClaim("sub")).isNull();
        assertThat(principal.<Object>getClaim("jti")).isNull();
    }
}
