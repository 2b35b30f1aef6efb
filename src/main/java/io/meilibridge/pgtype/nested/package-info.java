/// The types with values inside: arrays, ranges, json, hstore, vectors.
@NullMarked
package io.meilibridge.pgtype.nested;

import org.jspecify.annotations.NullMarked;
