/**
 * The public view of a case by its query number: from memory, Redis, then PostgreSQL. It shows nothing personal and
 * never changes a case.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.progress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
