/**
 * What departments do with accepted cases: reviews in parallel or in sequence, claims, opinions, messages with the applicant, and
 * the supervision of time. It never moves a case: it joins the moves of casework as a witness.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.approval;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
