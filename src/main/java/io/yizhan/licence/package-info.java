/**
 * Results: e-licences with their chains of versions, decision documents, copies for a purpose, and their public verification. It
 * writes its part of a case's move as a witness and never moves a case itself.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.licence;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
