package io.meilibridge.config.bind;

import io.meilibridge.config.settings.BatchSettings;
import io.meilibridge.config.settings.CdcSettings;
import io.meilibridge.config.settings.DocumentIdForm;
import io.meilibridge.config.settings.FullSyncMode;
import io.meilibridge.config.settings.FullSyncSettings;
import io.meilibridge.config.settings.IndexSettings;
import io.meilibridge.config.settings.OnChange;
import io.meilibridge.config.settings.OnStart;
import io.meilibridge.config.settings.RetrySettings;
import io.meilibridge.config.settings.StartPosition;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TransactionMode;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds sync tasks.
final class TaskBinder {

    /// Stand where a faulty task has none.
    private static final TableName NO_TABLE = new TableName("public", "unknown");

    private static final IndexUid NO_INDEX = new IndexUid("unknown");

    private final View options;
    private final long batchBytesMax;
    private final IndexSettings globalSettings;
    private final RetrySettings globalRetry;
    private final List<String> globalKey;
    private final String onlySource;

    TaskBinder(View root, long batchBytesMax, IndexSettings globalSettings, String onlySource) {
        this.options = root.group("options");
        this.batchBytesMax = batchBytesMax;
        this.globalSettings = globalSettings;
        this.globalRetry = OperationBinder.retry(root.group("error_handling").group("retry"), null);
        this.globalKey = root.group("meilisearch").list("primary_key", String.class);
        this.onlySource = onlySource;
    }

    List<SyncTaskSettings> bind(View root) {
        if (!root.isGiven("sync_tasks")) {
            root.fault("sync_tasks", "expected a list of tasks, got nothing");
        }
        List<SyncTaskSettings> tasks = new ArrayList<>();
        for (View view : root.groups("sync_tasks")) {
            tasks.add(task(view));
        }
        return tasks;
    }

    private SyncTaskSettings task(View view) {
        String id = view.find("id", String.class);
        String source = view.find("source", String.class);
        TableName table = view.find("table", TableName.class);
        CdcSettings cdc = cdc(view.group("cdc"));
        IndexSettings own = IndexSettingsBinder.bind(view, "index_settings");
        TableName named = table == null ? NO_TABLE : table;
        String name = id == null ? "" : id;
        List<String> key =
                view.isGiven("primary_key") ? view.list("primary_key", String.class) : globalKey;
        return new SyncTaskSettings(
                name,
                source == null ? onlySource : source,
                named,
                index(view, table),
                key,
                view.get("document_id", DocumentIdForm.class),
                view.find("id_prefix", String.class),
                view.get("on_change", OnChange.class),
                view.get("enabled", Boolean.class),
                view.get("route", String.class),
                cdc,
                fullSync(view.group("full_sync")),
                batch(view),
                StepBinder.bind(view, name, named, key, cdc),
                own.over(globalSettings),
                OperationBinder.retry(view.group("options").group("retry"), globalRetry));
    }

    private static IndexUid index(View view, @Nullable TableName table) {
        IndexUid given = view.find("index", IndexUid.class);
        if (given != null || table == null || view.isGiven("index")) {
            return given == null ? NO_INDEX : given;
        }
        try {
            return new IndexUid(table.name());
        } catch (IllegalArgumentException _) {
            view.fault(
                    "index",
                    "expected a name, since that of the table cannot be one of an index, got"
                            + " nothing");
            return NO_INDEX;
        }
    }

    private static CdcSettings cdc(View view) {
        EnumSet<Operation> operations = EnumSet.noneOf(Operation.class);
        operations.addAll(view.list("event_types", Operation.class));
        return new CdcSettings(
                view.get("enabled", Boolean.class),
                view.get("auto_start", Boolean.class),
                operations,
                view.list("columns", String.class),
                view.list("exclude_columns", String.class),
                view.isGiven("start_position")
                        ? view.find("start_position", StartPosition.class)
                        : null,
                view.get("transaction_mode", TransactionMode.class));
    }

    private static FullSyncSettings fullSync(View view) {
        FullSyncMode mode = view.get("mode", FullSyncMode.class);
        String where = view.find("where", String.class);
        if (mode == FullSyncMode.SWAP && where != null) {
            view.fault(
                    "where",
                    "expected it to be left out with mode: swap, which would lose the rows it"
                            + " leaves out");
        }
        return new FullSyncSettings(
                view.get("enabled", Boolean.class),
                view.get("on_start", OnStart.class),
                view.get("page_size", Integer.class),
                mode,
                view.get("parallelism", Integer.class),
                where);
    }

    private BatchSettings batch(View task) {
        View cdc = task.group("cdc");
        View own = task.group("options");
        Integer size = cdc.find("batch_size", Integer.class);
        if (size == null) {
            size = own.find("batch_size", Integer.class);
        }
        if (size == null) {
            size = options.find("batch_size", Integer.class);
        }
        Duration timeout = own.find("batch_timeout_ms", Duration.class);
        if (timeout == null || cdc.isGiven("batch_timeout_ms")) {
            timeout = cdc.get("batch_timeout_ms", Duration.class);
        }
        Long bytes = own.find("batch_memory_limit", Long.class);
        return new BatchSettings(size, timeout, bytes == null ? batchBytesMax : bytes);
    }
}
