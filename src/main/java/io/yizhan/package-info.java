/**
 * The start of the application.
 * It knows what stands before Quarkus and where a newcomer goes next, and never a feature.
 */
@NullMarked
@CheckReturnValue
package io.yizhan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
