/**
 * What other systems and people are told of cases: a replayable feed of events and signed webhooks for the systems of departments,
 * notices for applicants, and the data sets that are reported upward. It follows what is committed and never changes a case.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.feed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
