/**
 * The PostgreSQL pool and how its failures become problems.
 * It knows no feature's table.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
