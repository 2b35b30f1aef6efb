package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Key.required;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.many;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.INDEX;
import static io.meilibridge.config.key.ValueTypes.MILLISECONDS;
import static io.meilibridge.config.key.ValueTypes.SIZE;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TABLE;
import static io.meilibridge.config.key.ValueTypes.TASK_ID_TYPE;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.type;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.settings.DocumentIdForm;
import io.meilibridge.config.settings.FullSyncMode;
import io.meilibridge.config.settings.OnChange;
import io.meilibridge.config.settings.OnStart;
import io.meilibridge.config.settings.StartPosition;
import io.meilibridge.config.settings.TransactionMode;
import io.meilibridge.event.Lsn;
import org.jspecify.annotations.Nullable;

/// The keys of a sync task; those that shape documents are in [StepKeys].
final class TaskKeys {

    private static final ValueType START_POSITION =
            type(
                    "current, beginning, LSN",
                    "current, beginning or an LSN such as 16/B374D848",
                    TaskKeys::startPosition);

    private static final ValueType ON_START =
            type("true, false, always", "true, false or always", TaskKeys::onStart);

    private static final Section CDC =
            new Section(
                    key("enabled", one(SWITCH), "true", "Follow the stream."),
                    key(
                            "auto_start",
                            one(SWITCH),
                            "true",
                            "Start by itself; else the task starts paused."),
                    key(
                            "event_types",
                            many(StepKeys.OPERATION),
                            "insert, update, delete, truncate",
                            "Changes that are heeded; `create` means insert."),
                    key(
                            "columns",
                            many(TEXT),
                            "Columns that documents carry; left out, all. Key columns are always sent."),
                    key("exclude_columns", many(TEXT), "Columns that documents do not carry."),
                    key(
                            "start_position",
                            one(START_POSITION),
                            "current",
                            "Where a task without checkpoint starts: `current` after its full sync, `beginning` at the slot's position with a full sync in any case, an LSN to skip commits below it (as `replication.start_lsn`, which it takes the place of)."),
                    key(
                            "batch_size",
                            one(count(1)),
                            "Documents in a batch; left out, the size follows the load."),
                    key(
                            "batch_timeout_ms",
                            one(MILLISECONDS),
                            "1000",
                            "Longest time a change waits in a batch."),
                    key(
                            "transaction_mode",
                            one(word(TransactionMode.class)),
                            "individual",
                            "`batch` keeps a transaction in one batch as far as its limits of rows, bytes and age allow; `individual` lets a batch end within one."));

    private static final Section FULL_SYNC =
            new Section(
                    key("enabled", one(SWITCH), "true", "Read the rows that the table has."),
                    key(
                            "on_start",
                            one(ON_START),
                            "true",
                            "Read the table when the task has no checkpoint; `always` reads it at each start."),
                    key("page_size", one(count(1)), "1000", "Least rows of a chunk."),
                    key("order_by", many(TEXT), "Columns that chunks follow.")
                            .never("chunks are pages of the table, in the order of the disk"),
                    key(
                            "mode",
                            one(word(FullSyncMode.class)),
                            "in_place",
                            "Write to the index itself, or fill another one and swap the two."),
                    key("parallelism", one(count(1)), "1", "Chunks that are read at a time."),
                    key("where", one(TEXT), "SQL condition on the rows to copy."));

    private static final Section OPTIONS =
            new Section(
                    key("batch_size", one(count(1)), "As `cdc.batch_size`, which wins."),
                    key(
                            "batch_timeout_ms",
                            one(MILLISECONDS),
                            "As `cdc.batch_timeout_ms`, which wins."),
                    key(
                            "batch_memory_limit",
                            one(SIZE),
                            "Bytes in a batch; left out, `options.batch_memory_limit`."),
                    key(
                            "retry",
                            group(OperationKeys.RETRY),
                            "As `error_handling.retry`, for this task."));

    static final Section TASK =
            new Section(
                    required(
                            "id",
                            one(TASK_ID_TYPE),
                            "Name of the task, in routes, metrics and the API."),
                    key(
                            "source",
                            one(TASK_ID_TYPE),
                            "Name of the source, where there are several."),
                    required(
                            "table",
                            one(TABLE),
                            "Table as `schema.table`; schema `public` when left out. Names are folded as in SQL: put those with capitals in double quotes."),
                    key("index", one(INDEX), "Name of the index; left out, the table's name."),
                    key(
                            "primary_key",
                            many(TEXT),
                            "Columns that identify a row; left out, the table's primary key, else its replica identity index."),
                    key(
                            "document_id",
                            one(word(DocumentIdForm.class)),
                            "auto",
                            "`raw` keeps a text key as the document id."),
                    key(
                            "id_prefix",
                            one(TEXT),
                            "What the ids of this task start with, encoded; where tasks share an index the default is the table's name."),
                    key(
                            "on_change",
                            one(word(OnChange.class)),
                            "resync",
                            "What follows when the table or this definition changes shape."),
                    key(
                            "enabled",
                            one(SWITCH),
                            "true",
                            "A disabled task holds back nothing; enabling it again is a full sync."),
                    key(
                            "route",
                            one(TEXT),
                            "sync-task",
                            "Route template that the task's changes go through."),
                    key("cdc", group(CDC), "What is taken from the stream."),
                    key("full_sync", group(FULL_SYNC), "How the table is copied as a whole."),
                    key("soft_delete", group(StepKeys.SOFT_DELETE), "Rows that count as deleted."),
                    key("filter", group(StepKeys.FILTER), "Rows that have a document."),
                    key("mapping", group(StepKeys.MAPPING), "Names of the document's fields."),
                    key(
                            "transform",
                            group(StepKeys.TRANSFORM),
                            "Changes to columns, after filter and soft delete, before mapping."),
                    key("types", group(StepKeys.TYPES), "JSON forms of types."),
                    key("options", group(OPTIONS), "Batches and retries."),
                    key(
                            "index_settings",
                            new Shape.Free(),
                            "Settings of the index, over `meilisearch.index_settings`."));

    private TaskKeys() {}

    private static @Nullable Object startPosition(String text) {
        return switch (text) {
            case "current" -> new StartPosition.Current();
            case "beginning" -> new StartPosition.Beginning();
            default -> {
                try {
                    Lsn lsn = Lsn.parse(text);
                    yield lsn.isValid() ? new StartPosition.At(lsn) : new StartPosition.Beginning();
                } catch (IllegalArgumentException _) {
                    yield null;
                }
            }
        };
    }

    private static @Nullable Object onStart(String text) {
        return switch (text) {
            case "true" -> OnStart.MISSING;
            case "false" -> OnStart.NEVER;
            case "always" -> OnStart.ALWAYS;
            default -> null;
        };
    }
}
