/** The append-only, hash-chained trail. It is written by the SQL function {@code append_audit}; here it is checked. */
@NullMarked
@CheckReturnValue
package io.yizhan.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
