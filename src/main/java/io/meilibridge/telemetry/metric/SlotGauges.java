package io.meilibridge.telemetry.metric;

import io.meilibridge.replication.SlotState;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.StatusBoard;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/// The gauges of what the server itself shows of slots and publications. NaN where the last look
/// failed, so that no alert takes "unknown" for "inactive".
final class SlotGauges {

    private static final List<String> WAL_STATUSES =
            List.of("reserved", "extended", "unreserved", "lost");

    private final WatchedGauges gauges;
    private final StatusBoard board;

    SlotGauges(WatchedGauges gauges, StatusBoard board) {
        this.gauges = gauges;
        this.board = board;
    }

    void register(Bridge bridge) {
        bridge.sources().forEach(this::source);
        gauges.add(
                MetricNames.WAL_SIZE,
                "WAL on the servers' disks; NaN without the right to see it (pg_monitor)",
                Tags.empty(),
                () -> walBytes(bridge));
    }

    private double walBytes(Bridge bridge) {
        double sum = 0;
        for (SourceRun source : bridge.sources()) {
            sum += read(source, reading -> orNaN(reading.walBytes()));
        }
        return sum;
    }

    private void source(SourceRun source) {
        Tags slot = MetricNames.slot(source);
        gauges.add(
                MetricNames.SLOT_ACTIVE,
                "1 while a process reads the slot; 0 too when there is no such slot",
                slot,
                () -> read(source, reading -> flag(active(reading))));
        gauges.add(
                MetricNames.RETAINED_WAL,
                "WAL that the slot keeps the server from recycling",
                slot,
                () -> read(source, reading -> orNaN(reading.retainedBytes())));
        for (String status : WAL_STATUSES) {
            gauges.add(
                    MetricNames.WAL_STATUS,
                    "1 for the slot's wal_status",
                    slot.and(MetricNames.STATUS, status),
                    () -> read(source, reading -> flag(walStatus(reading).equals(status))));
        }
        for (String publication : source.plan().stream().publications()) {
            gauges.add(
                    MetricNames.PUBLICATION_TABLES,
                    "Tables that the publication publishes",
                    Tags.of(MetricNames.PUBLICATION, publication)
                            .and(MetricNames.SOURCE, source.plan().name()),
                    () ->
                            read(
                                    source,
                                    reading ->
                                            reading.publishedTables()
                                                    .getOrDefault(publication, 0)));
        }
    }

    private static boolean active(SlotReading reading) {
        return reading.slot().map(SlotState::isActive).orElse(false);
    }

    private static String walStatus(SlotReading reading) {
        return reading.slot().map(SlotState::walStatus).orElse("");
    }

    private double read(SourceRun source, ToDoubleFunction<SlotReading> value) {
        return board.reading(source.plan().name())
                .map(reading -> value.applyAsDouble(reading))
                .orElse(Double.NaN);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    private static double orNaN(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : Double.NaN;
    }
}
