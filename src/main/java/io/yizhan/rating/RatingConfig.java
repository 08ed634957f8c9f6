package io.yizhan.rating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The days are working days. No national text sets them: districts differ between five and fifteen. */
@ConfigMapping(prefix = "yizhan.rating")
interface RatingConfig {
    /** How long after rating it may be amended, once. */
    @WithDefault("10d")
    Duration amendable();

    @WithDefault("2")
    int daysToVerify();

    @WithDefault("5")
    int daysToRectify();

    @WithDefault("3")
    int daysToCallBack();

    /** For the review of an appeal. */
    @WithDefault("5")
    int daysToReview();

    /** How often one rectification is escalated; then it is at the top and stays there. */
    @WithDefault("3")
    int escalations();

    /** Groups with fewer ratings show how many there are and nothing else. */
    @WithDefault("5")
    int smallestGroup();
}
