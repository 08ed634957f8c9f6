package io.yizhan.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewPlansTest {
    private static final String HEADER = "implementation_code,stage,department,days,four_eyes\n";
    private static final String ITEM = "1153040200000002734000104001000";

    private static ReviewPlans plans(String rows) {
        return new ReviewPlans(new StringReader(HEADER + rows.replace(';', '\n')));
    }

    @Test
    void readsWhatTheReleaseShips() throws IOException {
        try (var shipped = new InputStreamReader(
                ReviewPlansTest.class.getResourceAsStream("/approval/review-plans.csv"), StandardCharsets.UTF_8)) {
            var plan = new ReviewPlans(shipped).of(ITEM);

            assertThat(plan.steps()).hasSize(3);
            assertThat(plan.firstStage()).isEqualTo(1);
            assertThat(plan.needsFourEyes()).isTrue();
        }
    }

    @Test
    void leavesAnItemWithoutARowToItsOwnDepartment() {
        assertThat(plans("").of(ITEM).steps()).isEmpty();
        assertThat(plans("").of(ITEM).needsFourEyes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1153040,1,11530402000000107N,3,yes",
        ITEM + ",0,11530402000000107N,3,yes",
        ITEM + ",1,11530402000000107X,3,yes",
        ITEM + ",1,115304020000000273,3,yes",
        ITEM + ",1,11530402000000107N,x,yes",
        ITEM + ",1,11530402000000107N,3,perhaps",
        ITEM + ",1,,,yes",
    })
    void saysWhichLineBreaksARule(String item, String stage, String department, String days, String fourEyes) {
        var row =
                String.join(",", item, stage, department == null ? "" : department, days == null ? "" : days, fourEyes);

        assertThatThrownBy(() -> plans(row)).hasMessageContaining("line 2");
    }

    @Test
    void refusesADepartmentTwiceAndTwoWordsAboutFourEyes() {
        var once = ITEM + ",1,11530402000000107N,3,yes";

        assertThatThrownBy(() -> plans(once + ";" + ITEM + ",2,11530402000000107N,3,yes"))
                .hasMessageContaining("takes part once");
        assertThatThrownBy(() -> plans(once + ";" + ITEM + ",2,115304020000001317,3,no"))
                .hasMessageContaining("four_eyes");
    }
}
