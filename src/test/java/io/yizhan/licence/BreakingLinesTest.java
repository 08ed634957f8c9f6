package io.yizhan.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BreakingLinesTest {
    /** Chinese characters are two wide, all others one. */
    private static float width(int character) {
        return character > 0x2E7F || "“”".indexOf(character) >= 0 ? 2 : 1;
    }

    private static List<String> lines(String text, float limit) {
        return BreakingLines.of(text, limit, 0, BreakingLinesTest::width);
    }

    @Test
    void breaksChineseAnywhere() {
        assertThat(lines("申请材料不齐全", 6)).containsExactly("申请材", "料不齐", "全");
    }

    @Test
    void keepsWordsAndNumbersWhole() {
        assertThat(lines("by 2026-12-11 at noon", 13)).containsExactly("by 2026-12-11", "at noon");
    }

    @Test
    void letsNoLineBeginWithAMark() {
        assertThat(lines("申请材，料", 6)).containsExactly("申请材，", "料");
    }

    @Test
    void cutsAWordThatFitsNoLine() {
        assertThat(lines("0123456789", 4)).containsExactly("0123", "4567", "89");
    }

    @Test
    void indentsTheFirstLineOnly() {
        assertThat(BreakingLines.of("申请材料不齐全", 6, 4, BreakingLinesTest::width)).containsExactly("申", "请材料", "不齐全");
    }

    @Test
    void losesNothing() {
        var text = "你于 2026 年提交的“户口迁移”申请（编号 1153040200000006XB）收悉。";
        assertThat(String.join("", lines(text, 11)).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
}
