package io.meilibridge.config.settings;

import io.meilibridge.document.IndexUid;
import io.meilibridge.event.TableName;
import io.meilibridge.step.rule.TaskRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One table into one index.
///
/// @param primaryKey the columns that identify a row; empty for the table's own key
/// @param idPrefix what the ids of this task start with; null for none
/// @param indexSettings those of the task over the global ones
public record SyncTaskSettings(
        String id,
        String source,
        TableName table,
        IndexUid index,
        List<String> primaryKey,
        DocumentIdForm documentId,
        @Nullable String idPrefix,
        OnChange onChange,
        boolean enabled,
        String route,
        CdcSettings cdc,
        FullSyncSettings fullSync,
        BatchSettings batch,
        TaskRules rules,
        IndexSettings indexSettings,
        RetrySettings retry) {
    public SyncTaskSettings {
        primaryKey = List.copyOf(primaryKey);
    }

    /// The same task, with ids that start with a prefix.
    ///
    /// @throws IllegalArgumentException when the task cannot have one
    public SyncTaskSettings withIdPrefix(String prefix) {
        return new SyncTaskSettings(
                id,
                source,
                table,
                index,
                primaryKey,
                documentId,
                prefix,
                onChange,
                enabled,
                route,
                cdc,
                fullSync,
                batch,
                rules.withId(rules.id().withPrefix(prefix)),
                indexSettings,
                retry);
    }
}
