/**
 * What a feature holds about a subject: handed over on request, and erased as far as the law lets it go (Personal Information
 * Protection Law, articles 45 and 47). Each feature speaks for its own tables.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.platform.personal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
