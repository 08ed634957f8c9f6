package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.util.Locale;

/** Why a day between acceptance and due date is counted or not, and what says so. */
public enum CountingRule {
    ACCEPTED_OUTSIDE_HOURS("本厅计时规则", "Counting rule of the hall"),
    ACCEPTANCE_DAY("《中华人民共和国民法典》第二百零一条", "Civil Code, article 201"),
    WORKING_DAY("《中华人民共和国行政许可法》第八十二条", "Administrative Licensing Law, article 82"),
    MOVED_WORKING_DAY(WORKING_DAY),
    WEEKEND(WORKING_DAY),
    PUBLIC_HOLIDAY(WORKING_DAY),
    CALENDAR_DAY("《中华人民共和国民法典》第二百条", "Civil Code, article 200"),
    STOPPED("《中华人民共和国行政许可法》第四十五条", "Administrative Licensing Law, article 45");

    private final Text basis;

    CountingRule(String zh, String en) {
        this.basis = new Text(zh, en);
    }

    CountingRule(CountingRule sameBasis) {
        this.basis = sameBasis.basis;
    }

    /** As in JSON: {@code acceptanceDay}, {@code movedWorkingDay}. */
    public String word() {
        var word = new StringBuilder(name().toLowerCase(Locale.ROOT));
        for (int gap = word.indexOf("_"); gap >= 0; gap = word.indexOf("_")) {
            word.deleteCharAt(gap).setCharAt(gap, Character.toUpperCase(word.charAt(gap)));
        }
        return word.toString();
    }

    /** A day counted beyond the limit, since the limit was extended. */
    static final Text EXTENSION = new Text("《中华人民共和国行政许可法》第四十二条", "Administrative Licensing Law, article 42");

    /** The article the rule rests on. */
    public Text basis() {
        return basis;
    }

    boolean isCounted() {
        return this == WORKING_DAY || this == MOVED_WORKING_DAY || this == CALENDAR_DAY;
    }
}
