/**
 * The hall's departments, service items, material types, requirements and windows, versioned and published as one
 * immutable snapshot. It knows no subject and no case.
 */
@NullMarked
@CheckReturnValue
package io.yizhan.catalogue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
