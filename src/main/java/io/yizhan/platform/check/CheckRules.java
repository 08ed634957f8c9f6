package io.yizhan.platform.check;

import java.util.List;

/** The rules of one feature. */
public interface CheckRules {
    List<CheckRule> rules();
}
