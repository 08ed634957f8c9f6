/**
 * What applicants think of how they were served, and what becomes of a bad rating: it is verified, put right, and they are called
 * back. It never moves a case but to "rated", and no case waits for a rating.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.rating;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
