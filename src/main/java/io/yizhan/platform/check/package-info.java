/**
 * The consistency check: every feature says what must hold of the rows and keys it owns, and whatever does not is listed. It changes
 * nothing.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.check;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
