package io.yizhan.rating;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What is rated beside the whole: online the first five, at a window the overall one, efficiency and the last two. */
public enum Indicator {
    OVERALL("overall"),
    EFFICIENCY("efficiency"),
    GUIDE_ACCURACY("guideAccuracy"),
    CONVENIENCE("convenience"),
    OPERABILITY("operability"),
    COMPETENCE("competence"),
    ATTITUDE("attitude");

    private final String word;

    Indicator(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    boolean isFor(boolean isVisit) {
        return switch (this) {
            case OVERALL, EFFICIENCY -> true;
            case GUIDE_ACCURACY, CONVENIENCE, OPERABILITY -> !isVisit;
            case COMPETENCE, ATTITUDE -> isVisit;
        };
    }

    @JsonCreator
    static Indicator ofWord(String word) {
        for (var indicator : values()) {
            if (indicator.word.equals(word)) {
                return indicator;
            }
        }
        throw new IllegalArgumentException("no such indicator");
    }
}
