/**
 * What has to stand before Quarkus starts: the stores, the addresses of the stores, and the keys.
 * It is plain Java that runs before any bean exists, and must never use one.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.stores;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
