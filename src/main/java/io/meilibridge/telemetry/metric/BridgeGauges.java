package io.meilibridge.telemetry.metric;

import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.Lsn;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.status.Lag;
import io.meilibridge.telemetry.status.StatusBoard;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// The gauges of sources and tasks: they look at the pipeline when they are read.
final class BridgeGauges {

    private static final List<String> TASK_STATES =
            List.of(
                    "starting",
                    "snapshotting",
                    "streaming",
                    "backpressured",
                    "retrying",
                    "paused",
                    "stopped");

    private final WatchedGauges gauges;
    private final StatusBoard board;

    BridgeGauges(WatchedGauges gauges, StatusBoard board) {
        this.gauges = gauges;
        this.board = board;
    }

    void register(Bridge bridge) {
        bridge.sources().forEach(this::source);
        bridge.tasks().forEach(this::task);
        bridge.sources().forEach(source -> source.tasks().forEach(task -> progress(source, task)));
        Set<IndexLane> lanes =
                bridge.tasks().stream()
                        .map(task -> task.destination().lane())
                        .collect(Collectors.toSet());
        lanes.forEach(this::lane);
        gauges.add(
                MetricNames.IN_FLIGHT_EVENTS,
                "Changes that are handed over and not yet settled",
                Tags.empty(),
                () -> sum(bridge, ledger -> ledger.inFlight().events()));
        gauges.add(
                MetricNames.IN_FLIGHT_BYTES,
                "What the changes in flight count for towards the memory limit",
                Tags.empty(),
                () -> sum(bridge, ledger -> ledger.inFlight().bytes()));
    }

    private static double sum(Bridge bridge, ToLongFunction<DeliveryLedger> amount) {
        long sum = 0;
        for (SourceRun source : bridge.sources()) {
            OpenedStream opened = source.opened();
            sum += opened == null ? 0 : amount.applyAsLong(opened.ledger());
        }
        return sum;
    }

    private void source(SourceRun source) {
        String name = source.plan().name();
        Tags slot = MetricNames.slot(source);
        gauges.add(
                MetricNames.LAG_SECONDS,
                "Age of the oldest change that is not yet settled; 0 when there is none",
                slot,
                () -> board.lag(name).map(Lag::seconds).orElse(Double.NaN));
        gauges.add(
                MetricNames.LAG_BYTES,
                "WAL between the confirmed flush LSN and the server's end; 0 when nothing is unconfirmed",
                slot,
                () -> board.lag(name).map(lag -> (double) lag.bytes()).orElse(Double.NaN));
        gauges.add(
                MetricNames.CONNECTION_STATUS,
                "1 while the stream is open",
                slot,
                () -> isOpen(source.state()) ? 1 : 0);
        gauges.add(
                MetricNames.LAST_LSN,
                "End of the last commit or keepalive that was read",
                slot,
                () -> lastLsn(source));
        gauges.add(
                MetricNames.CONFIRMED_LSN,
                "What the server was told it may recycle the WAL up to",
                slot,
                () -> number(source.confirmed()));
        gauges.add(
                MetricNames.BACKPRESSURE,
                "1 while reading waits until what is in flight is settled",
                Tags.of(MetricNames.SOURCE, name),
                () -> source.state() instanceof SourceState.BackPressured ? 1 : 0);
        gauges.add(
                MetricNames.SPOOLED_BYTES,
                "What transactions that are not committed yet have on disk",
                Tags.of(MetricNames.SOURCE, name),
                source::spooledBytes);
    }

    private static boolean isOpen(SourceState state) {
        return switch (state) {
            case SourceState.Streaming _, SourceState.BackPressured _, SourceState.Paused _ -> true;
            case SourceState.Connecting _,
                    SourceState.Retrying _,
                    SourceState.StandingBy _,
                    SourceState.Stopped _,
                    SourceState.Closed _ ->
                    false;
        };
    }

    private static double lastLsn(SourceRun source) {
        OpenedStream opened = source.opened();
        return opened == null ? 0 : number(opened.ledger().streamEnd());
    }

    /// Above 2⁵³ the last bytes are rounded away.
    private static double number(Lsn lsn) {
        double half = lsn.value() >>> 1;
        return half * 2 + (lsn.value() & 1);
    }

    private void task(SyncTask task) {
        Tags tags = Tags.of(MetricNames.TASK, task.id());
        gauges.add(
                MetricNames.BATCH_LIMIT,
                "Changes at which a batch counts as full",
                tags,
                () -> task.definition().size().rows());
        gauges.add(
                MetricNames.DEAD_LETTERS,
                "Documents that cannot be indexed, kept as dead letters",
                tags,
                task::deadLetters);
        gauges.add(
                MetricNames.RELIEF_ENTRIES,
                "Batches that are put aside in Redis, to be sent once Meilisearch is back",
                tags,
                task::putAside);
        for (String word : TASK_STATES) {
            gauges.add(
                    MetricNames.TASK_STATE,
                    "1 for the state that the task is in",
                    tags.and(MetricNames.STATE, word),
                    () -> task.state().word().equals(word) ? 1 : 0);
        }
    }

    private void progress(SourceRun source, SyncTask task) {
        gauges.add(
                MetricNames.SNAPSHOT_PROGRESS,
                "Part of the table that the full sync has done; 1 when there is none to do",
                Tags.of(MetricNames.TASK, task.id()),
                () ->
                        source.fullSyncs()
                                .openOf(task.id())
                                .map(job -> job.progress().part())
                                .orElse(1.0));
    }

    private void lane(IndexLane lane) {
        gauges.add(
                MetricNames.PENDING_TASKS,
                "Tasks of ours that the server has not finished",
                Tags.of(MetricNames.INDEX, lane.index().toString()),
                lane::unfinished);
    }
}
