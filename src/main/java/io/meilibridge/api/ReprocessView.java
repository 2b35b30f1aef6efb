package io.meilibridge.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What became of dead letters that were tried again.
///
/// @param reprocessed whose rows are indexed as they are now, or gone; they are no dead letters any
///   more
/// @param failed that were refused again, or of which it is not known which row they are of
@Schema(description = "What became of dead letters that were tried again.")
public record ReprocessView(int reprocessed, int failed) {}
