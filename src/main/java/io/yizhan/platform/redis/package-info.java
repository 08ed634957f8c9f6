/**
 * Pipelined Redis connections and Lua scripts.
 * It knows no feature's key; a failure here is a miss, never an error for a client.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
