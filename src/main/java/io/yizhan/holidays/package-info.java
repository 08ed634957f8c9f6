/**
 * The notices the calendar is made of, as they were loaded, and the days a hall is shut. It brings every instance to the newest
 * notice and says when one is missing. It never counts days itself: that is {@code calendar}, which knows no store.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.holidays;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
