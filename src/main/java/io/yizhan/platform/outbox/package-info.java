/**
 * The transactional outbox: what a committed change still has to tell the derived stores and other systems.
 * It never loses an entry and never decides what an entry means.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.outbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
