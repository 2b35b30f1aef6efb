package io.meilibridge.dev.meilisearch.schedule;

import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import io.meilibridge.dev.meilisearch.task.Batch;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
import io.meilibridge.dev.meilisearch.task.TaskWork.ChangeSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Changes of settings, one after the other and committed at once.
final class SettingsWork {

    private final Indexes indexes;
    private final Clock clock;

    SettingsWork(Indexes indexes, Clock clock) {
        this.indexes = indexes;
        this.clock = clock;
    }

    List<TaskOutcome> execute(Batch batch) {
        String uid = Objects.requireNonNull(batch.first().indexUid());
        Index known = indexes.find(uid);
        boolean creates =
                batch.tasks().stream()
                        .anyMatch(task ->
                                task.work() instanceof ChangeSettings change
                                        && change.mayCreateIndex());
        if (known == null && !creates) {
            return BatchExecution.allFailed(batch, MeilisearchError.indexNotFound(uid));
        }
        Instant now = clock.instant();
        Index index = known == null ? new Index(now, null) : known;
        IndexSettings settings = index.settings();
        for (Task task : batch.tasks()) {
            ChangeSettings change = (ChangeSettings) task.work();
            settings = change.resets() ? IndexSettings.standard() : settings.with(change.sent());
        }
        index.checkAgainst(settings);
        IndexSettings changed = settings;
        indexes.writing(() -> {
            index.settings(changed, now);
            indexes.put(uid, index);
        });
        return batch.tasks().stream()
                .map(task -> TaskOutcome.succeeded(task, task.details()))
                .toList();
    }
}
