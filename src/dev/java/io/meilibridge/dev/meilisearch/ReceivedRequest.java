package io.meilibridge.dev.meilisearch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request that was dealt with.
///
/// @param at when its head had arrived
/// @param query without the question mark, empty when there was none
/// @param encoding of the body, as its header says; null when it came as it is
/// @param documents sent to be added, or ids sent to be deleted
/// @param status of the answer, 0 when the connection was reset in place of one
public record ReceivedRequest(
        Instant at,
        String method,
        String path,
        String query,
        @Nullable String encoding,
        @Nullable String customMetadata,
        int documents,
        int status) {}
