package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.MILLISECONDS;
import static io.meilibridge.config.key.ValueTypes.SECONDS;
import static io.meilibridge.config.key.ValueTypes.SHARE;
import static io.meilibridge.config.key.ValueTypes.SIZE;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.wholeNumber;

/// The keys of bounds and batches.
final class PerformanceKeys {

    private static final String COLLECTS = "the JVM collects garbage by itself";

    private static final String ON_READER =
            "the steps run on the thread that reads the slot, see docs/decisions/0020";

    private static final Section PARALLEL =
            new Section(
                    key(
                                    "enabled",
                                    one(SWITCH),
                                    "false",
                                    "Run a table's steps in lanes, chosen by document id.")
                            .never(ON_READER),
                    key(
                                    "workers_per_table",
                                    one(wholeNumber("number", 1, 256)),
                                    "4",
                                    "Lanes of a table.")
                            .never(ON_READER),
                    key(
                                    "work_stealing",
                                    one(SWITCH),
                                    "true",
                                    "Share one pool of workers between the lanes.")
                            .never(ON_READER),
                    key("steal_ratio", one(SHARE), "When idle workers take over.")
                            .never("the pool balances by itself"));

    private static final Section ADAPTIVE =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "true",
                            "Let the size of batches follow the server's time per document."),
                    key("min_batch_size", one(count(1)), "100", "Smallest limit."),
                    key("max_batch_size", one(count(1)), "5000", "Largest limit."),
                    key("target_batch_size", one(count(1)), "1000", "First limit."),
                    key(
                            "latency_target_ms",
                            one(MILLISECONDS),
                            "1000",
                            "Time a batch should take to index."),
                    key(
                            "memory_limit",
                            one(SIZE),
                            "Bytes in a batch; the smaller of this and `options.batch_memory_limit` counts."));

    static final Section PERFORMANCE =
            new Section(
                    key(
                                    "event_channel_size",
                                    one(count(1)),
                                    "10000",
                                    "Changes between the reader and the tasks.")
                            .never(
                                    "the reader hands changes on without a queue; max_pending_events bounds them"),
                    key(
                            "max_pending_events",
                            one(count(0)),
                            "0",
                            "Unsettled changes of a source; at `backpressure_threshold` of it reading stops. 0 leaves it to bytes."),
                    key(
                            "memory_limit",
                            one(SIZE),
                            "Bytes in flight; at `backpressure_threshold` of it reading stops. Left out, a quarter of the heap. At most half of it."),
                    key(
                            "backpressure_threshold",
                            one(SHARE),
                            "0.8",
                            "Share of the limits at which reading stops."),
                    key(
                            "connection_pool_size",
                            one(count(1)),
                            "What `pool.max_size` is where that is left out."),
                    key(
                                    "statement_cache_size",
                                    one(count(0)),
                                    "100",
                                    "Prepared statements kept for each connection.")
                            .never(
                                    "queries are sent in the simple protocol, which prepares nothing"),
                    key("gc_interval", one(SECONDS), "Time between forced garbage collections.")
                            .never(COLLECTS),
                    key("parallel_processing", group(PARALLEL), "Parallel lanes."),
                    key("adaptive_batching", group(ADAPTIVE), "Size of batches."));

    static final Section OPTIONS =
            new Section(
                    key(
                            "batch_size",
                            one(count(1)),
                            "Documents in a batch, for tasks that set none; left out, the size follows the load."),
                    key("batch_memory_limit", one(SIZE), "10MB", "Bytes in a batch."));

    static final Section PIPELINE =
            new Section(
                    key(
                            "backpressure_threshold",
                            one(SHARE),
                            "As `performance.backpressure_threshold`; the smallest given counts."),
                    key("pause_on_backpressure", one(SWITCH), "true", "Stop reading at the limits.")
                            .never("memory is always bounded by pausing the reader"));

    static final Section MEMORY =
            new Section(
                    key(
                            "max_event_buffer_mb",
                            one(count(1)),
                            "As `performance.memory_limit`, in MB; the smallest given counts."),
                    key(
                            "memory_threshold_percent",
                            one(wholeNumber("percent", 1, 100)),
                            "As `performance.backpressure_threshold`, in percent; the smallest given counts."),
                    key("gc_interval", one(SECONDS), "Time between forced garbage collections.")
                            .never(COLLECTS));

    private PerformanceKeys() {}
}
