/**
 * What every feature stands on: problems, idempotency, the clock.
 * It imports no feature, ever.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
