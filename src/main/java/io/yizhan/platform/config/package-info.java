/** What values settings may have. */
@NullMarked
package io.yizhan.platform.config;

import org.jspecify.annotations.NullMarked;
