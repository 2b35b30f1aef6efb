package io.meilibridge.telemetry.metric;

import io.meilibridge.task.SourceRun;
import io.micrometer.core.instrument.Tags;

/// Every metric and label, as it is exported. Dashboards and alerts of users name them, so they do
/// not change.
public final class MetricNames {

    private static final String PREFIX = "meilibridge_";

    // What flows
    public static final String EVENTS_PROCESSED = PREFIX + "cdc_events_processed_total";

    /// Another name of [#EVENTS_PROCESSED].
    public static final String EVENTS = PREFIX + "cdc_events_total";

    public static final String EVENTS_FAILED = PREFIX + "cdc_events_failed_total";
    public static final String DEAD_LETTERS = PREFIX + "dead_letters";
    public static final String RELIEF_ENTRIES = PREFIX + "relief_entries";
    public static final String DEAD_LETTERS_TOTAL = PREFIX + "dead_letters_total";
    public static final String FILTERED = PREFIX + "filtered_total";
    public static final String SNAPSHOT_ROWS = PREFIX + "snapshot_rows_total";
    public static final String REREADS = PREFIX + "rereads_total";
    public static final String DOCUMENTS = PREFIX + "documents_total";
    public static final String DECODE_DURATION = PREFIX + "cdc_decode_duration_seconds";
    public static final String PROCESSING_DURATION = PREFIX + "cdc_processing_duration_seconds";
    public static final String BATCH_SIZE = PREFIX + "cdc_batch_size";
    public static final String COMMIT_TO_INDEXED = PREFIX + "commit_to_indexed_seconds";

    // How far it is
    public static final String LAG_SECONDS = PREFIX + "cdc_lag_seconds";
    public static final String LAG_BYTES = PREFIX + "cdc_lag_bytes";
    public static final String LAST_LSN = PREFIX + "replication_last_lsn";
    public static final String CAPTURE_DROPPED = PREFIX + "capture_dropped_total";
    public static final String CONFIRMED_LSN = PREFIX + "confirmed_flush_lsn";
    public static final String IN_FLIGHT_EVENTS = PREFIX + "in_flight_events";
    public static final String IN_FLIGHT_BYTES = PREFIX + "in_flight_bytes";
    public static final String SPOOLED_BYTES = PREFIX + "spooled_bytes";
    public static final String BACKPRESSURE = PREFIX + "backpressure_active";
    public static final String SNAPSHOT_PROGRESS = PREFIX + "snapshot_progress_ratio";
    public static final String BATCH_LIMIT = PREFIX + "batch_limit";

    // How it is
    public static final String CONNECTION_STATUS = PREFIX + "replication_connection_status";
    public static final String RECONNECTS = PREFIX + "replication_reconnects_total";
    public static final String TASK_STATE = PREFIX + "task_state";
    public static final String ERRORS = PREFIX + "errors_total";
    public static final String RETRIES = PREFIX + "retries_total";

    // PostgreSQL
    public static final String WAL_SIZE = PREFIX + "postgres_wal_size_bytes";
    public static final String SLOT_ACTIVE = PREFIX + "postgres_replication_slot_active";
    public static final String PUBLICATION_TABLES = PREFIX + "postgres_publication_table_count";
    public static final String RETAINED_WAL = PREFIX + "slot_retained_wal_bytes";
    public static final String WAL_STATUS = PREFIX + "slot_wal_status";

    // Meilisearch
    public static final String REQUESTS = PREFIX + "meilisearch_requests_total";
    public static final String REQUEST_DURATION = PREFIX + "meilisearch_request_seconds";
    public static final String PENDING_TASKS = PREFIX + "meilisearch_pending_tasks";
    public static final String LATE_COPIES = PREFIX + "late_copies_total";
    public static final String CIRCUIT_STATE = PREFIX + "circuit_state";
    public static final String TASK_DURATION = PREFIX + "meilisearch_task_seconds";

    // Labels. Their values are bounded: names from the configuration and words of this program.
    public static final String TABLE = "table";
    public static final String EVENT_TYPE = "event_type";
    public static final String REASON = "reason";
    public static final String SLOT = "slot";
    public static final String SOURCE = "source";
    public static final String TASK = "task";
    public static final String STATE = "state";
    public static final String STATUS = "status";
    public static final String CODE = "code";
    public static final String INDEX = "index";
    public static final String OPERATION = "operation";
    public static final String NAME = "name";
    public static final String PUBLICATION = "publication";

    /// The table of a failure before it is known whose it is.
    static final String UNKNOWN_TABLE = "unknown";

    static final String DECODE_ERROR = "decode_error";

    /// The status of a request that got no answer.
    static final String NO_ANSWER = "none";

    private MetricNames() {}

    /// Whose slot it is, since slots on different servers may have one name.
    static Tags slot(SourceRun source) {
        return Tags.of(SLOT, source.plan().slot(), SOURCE, source.plan().name());
    }
}
