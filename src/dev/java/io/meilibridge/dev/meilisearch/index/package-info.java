/// What the stand-in keeps: indexes, their documents as raw JSON, and what is read from a document
/// when it is indexed: its id, the names of its fields, what it cannot be. Only the scheduler
/// writes, under the lock of [io.meilibridge.dev.meilisearch.index.Indexes].
@NullMarked
package io.meilibridge.dev.meilisearch.index;

import org.jspecify.annotations.NullMarked;
