package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.platform.Text;
import java.util.Locale;

/** How a result reaches the applicant. */
public enum Delivery {
    COUNTER("窗口领取", "picked up at the counter"),
    COURIER("快递送达", "sent by courier"),
    ELECTRONIC("电子送达", "delivered electronically");

    private final Text text;

    Delivery(String zh, String en) {
        this.text = new Text(zh, en);
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Text text() {
        return text;
    }

    @JsonCreator
    static Delivery ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
