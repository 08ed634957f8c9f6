/**
 * Personas and cases for development and demonstration, made through the same use cases as real ones. It writes no table
 * itself and does nothing unless it is switched on.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
