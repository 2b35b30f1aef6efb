/// The types whose value is one JSON scalar.
@NullMarked
package io.meilibridge.pgtype.scalar;

import org.jspecify.annotations.NullMarked;
