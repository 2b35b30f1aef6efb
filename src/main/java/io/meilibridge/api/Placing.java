package io.meilibridge.api;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.event.Lsn;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.StatusBoard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sets tasks to positions by hand (HAZARDS A4). Everything is looked at before anything is set.
@ApplicationScoped
class Placing {

    private static final long XID_MAX = 0xFFFF_FFFFL;

    private final RunningBridge running;
    private final StatusBoard board;

    @Inject
    Placing(RunningBridge running, StatusBoard board) {
        this.running = running;
        this.board = board;
    }

    /// @param force whether changes of paused tasks may be skipped
    /// @throws ApiException when one of the positions cannot be taken; nothing is set then
    void place(List<@Nullable CheckpointEntry> entries, boolean force) {
        Map<String, Checkpoint> wanted = new LinkedHashMap<>();
        Map<SourceRun, List<Checkpoint>> bySource = new LinkedHashMap<>();
        for (CheckpointEntry entry : entries) {
            if (entry == null || entry.task() == null) {
                throw ApiException.unusable("'task'", "expected the id of a sync task, got none");
            }
            SyncTask task = running.task(entry.task());
            SourceRun source = running.source(task.definition().source());
            Checkpoint checkpoint = checkpoint(task, source, entry, force);
            if (wanted.put(task.id(), checkpoint) != null) {
                throw ApiException.unusable(
                        "'checkpoints'",
                        "expected one of each task, got two of '" + task.id() + "'");
            }
            bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(checkpoint);
        }
        bySource.forEach(Placing::place);
    }

    private static void place(SourceRun source, List<Checkpoint> checkpoints) {
        try {
            opened(source).keeper().placeAll(checkpoints);
        } catch (IllegalArgumentException passed) {
            throw ApiException.unreachable(
                    checkpoints.getFirst().task(),
                    "a position that the slot has not passed meanwhile, got one before "
                            + source.confirmed());
        }
    }

    private Checkpoint checkpoint(
            SyncTask task, SourceRun source, CheckpointEntry entry, boolean force) {
        Lsn lsn = lsn(entry);
        if (entry.xid() < 0 || entry.xid() > XID_MAX) {
            throw ApiException.unusable("'xid'", "expected 0 to 4294967295, got " + entry.xid());
        }
        OpenedStream stream = opened(source);
        if (lsn.isBefore(source.confirmed())) {
            throw ApiException.unreachable(
                    task.id(),
                    "%s or later, where the slot is confirmed, got %s"
                            .formatted(source.confirmed(), lsn));
        }
        Lsn end =
                Lsn.max(
                        stream.ledger().streamEnd(),
                        board.reading(source.plan().name())
                                .map(SlotReading::walEnd)
                                .orElse(Lsn.INVALID));
        if (lsn.isAfter(end)) {
            throw ApiException.unreachable(
                    task.id(),
                    "%s or earlier, where the server's WAL ends, got %s".formatted(end, lsn));
        }
        Checkpoint present = stream.ledger().checkpoint(task.id());
        boolean skips = lsn.isAfter(present.lsn());
        if (skips && !(force && task.state() instanceof TaskState.Paused)) {
            throw ApiException.skips(task.id(), present.lsn().toString(), lsn.toString());
        }
        return new Checkpoint(
                task.id(), lsn, (int) entry.xid(), null, Instant.now(), present.events());
    }

    private static Lsn lsn(CheckpointEntry entry) {
        String text = entry.lsn();
        try {
            Lsn lsn = text == null ? Lsn.INVALID : Lsn.parse(text);
            if (lsn.isValid()) {
                return lsn;
            }
        } catch (IllegalArgumentException none) {
            // Said below.
        }
        throw ApiException.unusable("'lsn'", "expected an LSN such as 16/B374D848");
    }

    private static OpenedStream opened(SourceRun source) {
        OpenedStream stream = source.opened();
        if (stream == null) {
            throw ApiException.notStreaming(source.plan().name());
        }
        return stream;
    }
}
