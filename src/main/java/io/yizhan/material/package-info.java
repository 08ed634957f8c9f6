/**
 * What a subject has handed in before and whether it may serve again: uploads, the four reuse classes, matching, and
 * the index of reusable materials in Redis. It knows no case beyond its id and never decides from Redis alone what a
 * case is accepted with.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.material;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
