/// Filters, sorting and a search that is good enough for a demo: words are matched by prefix, typos
/// are not forgiven, hits with more whole words come first.
@NullMarked
package io.meilibridge.dev.meilisearch.query;

import org.jspecify.annotations.NullMarked;
