/**
 * The personal and the enterprise space: who looked at one's data, all of it as a file, and what may be erased. It owns no table; each
 * feature speaks for its own.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.space;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
