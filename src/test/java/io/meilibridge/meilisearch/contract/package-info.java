/// The contract of a Meilisearch server as a writer sees it, one test a behaviour, named by its
/// number. Runs against the stand-in, and unchanged against the server at `MEILISEARCH_URL` (with
/// `MEILISEARCH_API_KEY`, its master key, where it has one): so the stand-in is proved by what
/// proves the server.
@NullMarked
package io.meilibridge.meilisearch.contract;

import org.jspecify.annotations.NullMarked;
