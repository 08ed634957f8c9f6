/**
 * Owns working days and the arithmetic of deadlines: when a case is due, and why, day by day.
 * It must never read a store or the present moment: every answer is a function of its arguments and the holiday table.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.calendar;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
