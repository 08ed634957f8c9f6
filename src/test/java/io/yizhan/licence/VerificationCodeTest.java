package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.platform.Problem;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerificationCodeTest {
    @Test
    void isReadAsPeopleTypeIt() {
        var code = VerificationCode.random();

        assertThat(VerificationCode.parse(code.printed().toLowerCase(Locale.ROOT)))
                .isEqualTo(code);
        assertThat(VerificationCode.parse("O1234 I6789 LBCDE FGHJK"))
                .isEqualTo(new VerificationCode("01234167891BCDEFGHJK"));
    }

    @Test
    void isUnlikeAnyOther() {
        assertThat(Stream.generate(VerificationCode::random).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void isPrintedInGroups() {
        assertThat(new VerificationCode("0123456789ABCDEFGHJK").printed()).isEqualTo("01234-56789-ABCDE-FGHJK");
    }

    @Test
    void refusesOtherForms() {
        assertThatThrownBy(() -> VerificationCode.parse("0123")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> VerificationCode.parse("0123456789ABCDEFGHJU")).isInstanceOf(Problem.class);
    }
}
