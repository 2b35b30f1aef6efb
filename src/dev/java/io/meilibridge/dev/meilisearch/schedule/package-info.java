/// The scheduler: one thread that takes one batch at a time for the whole instance, does its work
/// and ends its tasks. Index changes are committed before the tasks are seen as finished.
@NullMarked
package io.meilibridge.dev.meilisearch.schedule;

import org.jspecify.annotations.NullMarked;
