package io.meilibridge.dev.meilisearch.schedule;

import io.meilibridge.dev.meilisearch.task.TaskType;
import org.jspecify.annotations.Nullable;

/// A task whose outcome is decided and committed.
///
/// @param errorCode null when it succeeded
public record FinishedTask(
        int uid,
        @Nullable String indexUid,
        TaskType type,
        @Nullable String errorCode,
        @Nullable String customMetadata) {}
