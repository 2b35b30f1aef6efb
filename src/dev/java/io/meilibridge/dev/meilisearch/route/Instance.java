package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.meilisearch.auth.KeyRing;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import java.time.Clock;

/// What the routes work on.
///
/// @param payloadBytesMax of a decompressed body
public record Instance(
        Indexes indexes, TaskQueue queue, KeyRing keys, Clock clock, long payloadBytesMax) {}
