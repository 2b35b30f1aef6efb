/// JSON as Meilisearch reads it: integers exact over i64 and u64, every other number an f64.
@NullMarked
package io.meilibridge.dev.meilisearch.json;

import org.jspecify.annotations.NullMarked;
