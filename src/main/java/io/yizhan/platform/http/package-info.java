/**
 * Turns failures into problem answers and speaks the HTTP details (request id, entity tags, preferences) once for all features.
 * It decides nothing about the domain.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
