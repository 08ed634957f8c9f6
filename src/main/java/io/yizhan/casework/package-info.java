/**
 * Drafts, atomic submission, official and query numbers, and the case with its states and events. It never imports what
 * follows a case (progress, approval, rating); those follow its events.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.casework;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
