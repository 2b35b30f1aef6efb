/// A Meilisearch endpoint that keeps nothing and only counts, fast enough not to be what a
/// benchmark measures.
@NullMarked
package io.meilibridge.dev.sink;

import org.jspecify.annotations.NullMarked;
