/**
 * Moments at which something must happen, kept in PostgreSQL: they survive restarts, any instance may fire them, each fires once.
 * It never decides what a timer means.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.timer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
