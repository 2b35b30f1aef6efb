package io.meilibridge.task;

import io.meilibridge.batch.AdaptiveSize;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.TableName;
import io.meilibridge.step.rule.TaskRules;
import java.time.Duration;
import java.util.function.IntFunction;

/// What a sync task is to do.
///
/// @param source the name of the source that its table is in
/// @param route the route template it is an instance of
/// @param autoStart whether it starts by itself; else it is paused until it is resumed
/// @param idPrefix empty when the index is the task's alone
/// @param size the row limit of its batches
/// @param batchBytes the byte limit of its batches
/// @param batchAge how old a change may grow before its batch goes, whatever else is on its way
/// @param backoff the wait before try number n of a request, n from 1
public record TaskDefinition(
        String id,
        String source,
        IndexUid index,
        String route,
        boolean autoStart,
        String idPrefix,
        TaskRules rules,
        AdaptiveSize size,
        long batchBytes,
        Duration batchAge,
        IntFunction<Duration> backoff,
        FullSyncPlan fullSync) {

    public TableName table() {
        return rules.table();
    }
}
