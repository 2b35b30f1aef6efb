package io.meilibridge.api;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.event.Lsn;
import io.meilibridge.replication.SlotState;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import io.meilibridge.telemetry.status.Lag;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.StatusBoard;
import io.meilibridge.telemetry.status.TaskTally;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the API shows of sources and tasks.
@ApplicationScoped
class Views {

    private final StatusBoard board;
    private final Differences differences;

    @Inject
    Views(StatusBoard board, Differences differences) {
        this.board = board;
        this.differences = differences;
    }

    CdcStatus of(Bridge bridge) {
        List<SyncTask> tasks = bridge.tasks();
        boolean paused =
                !tasks.isEmpty()
                        && tasks.stream()
                                .allMatch(task -> task.state() instanceof TaskState.Paused);
        return new CdcStatus(
                paused,
                bridge.sources().stream().map(this::of).toList(),
                tasks.stream().map(this::of).toList());
    }

    SourceView of(SourceRun source) {
        SourceState state = source.state();
        String name = source.plan().name();
        Optional<Lag> lag = board.lag(name);
        Optional<SlotState> slot = board.reading(name).flatMap(SlotReading::slot);
        Lsn confirmed =
                source.confirmed().isValid()
                        ? source.confirmed()
                        : slot.map(SlotState::confirmedFlush).orElse(Lsn.INVALID);
        return new SourceView(
                name,
                state.word(),
                state.since(),
                source.plan().slot(),
                String.join(",", source.plan().stream().publications()),
                tables(source),
                lag.map(Lag::bytes).orElse(null),
                lag.map(Lag::seconds).orElse(null),
                text(confirmed),
                text(slot.map(SlotState::restart).orElse(Lsn.INVALID)),
                error(state));
    }

    private static List<String> tables(SourceRun source) {
        return source.tasks().stream()
                .map(task -> task.definition().rules().table().toString())
                .distinct()
                .toList();
    }

    private static @Nullable String text(Lsn lsn) {
        return lsn.isValid() ? lsn.toString() : null;
    }

    private static @Nullable ErrorView error(SourceState state) {
        return switch (state) {
            case SourceState.Retrying retrying -> ErrorView.of(retrying.fault(), retrying.since());
            case SourceState.StandingBy standingBy ->
                    ErrorView.of(standingBy.fault(), standingBy.since());
            case SourceState.Stopped stopped -> ErrorView.of(stopped.fault(), stopped.since());
            case SourceState.Connecting _,
                    SourceState.Streaming _,
                    SourceState.BackPressured _,
                    SourceState.Paused _,
                    SourceState.Closed _ ->
                    null;
        };
    }

    TaskView of(SyncTask task) {
        TaskState state = task.state();
        TaskTally tally = board.tallies().of(task.id());
        Optional<Lag> lag = board.lag(task);
        Optional<Checkpoint> checkpoint = board.checkpoint(task);
        return new TaskView(
                task.id(),
                task.definition().source(),
                task.definition().rules().table().toString(),
                task.definition().index().toString(),
                task.definition().route(),
                differences.origin(task.id()),
                state.word(),
                state.since(),
                CountsView.of(tally, board.heldEvents(task)),
                lag.map(Lag::bytes).orElse(null),
                lag.map(Lag::seconds).orElse(null),
                tally.lastError().map(met -> ErrorView.of(met.fault(), met.since())).orElse(null),
                checkpoint.map(CheckpointView::of).orElse(null));
    }
}
