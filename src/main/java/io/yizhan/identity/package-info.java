/**
 * One identity per person and organisation: subjects, sign-in, tokens, mandates, staff and devices, and who is calling.
 * It never lets a personal number leave its encrypted columns unless the reading is recorded.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
