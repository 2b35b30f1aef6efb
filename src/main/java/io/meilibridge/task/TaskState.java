package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import java.time.Instant;

/// What a sync task is doing. The transitions are the methods of the states:
///
/// ```
///              begin                    retry
///  starting ─────────▶ snapshotting ─────────────▶ retrying
///     ▲  │              ▲  │ read        recover  ◀──┘  │
///     │  │ begin   read │  ▼                            │
///     │  └───────────▶ streaming ───────────────────────┤ hold back
///     │ drained             │ hold back                 ▼
///     ├───────────────────  └─────────────────▶ back-pressured
///     │ resume / retry
///     └─────── paused, stopped ◀── pause, stop: from any other
/// ```
public sealed interface TaskState {

    /// When the task came into this state.
    Instant since();

    /// One word, as the API, metrics and logs have it.
    String word();

    /// Whether what the task has in flight is sent. Where it is not, it is given up as unsettled.
    default boolean isSending() {
        return switch (this) {
            case Starting _, Snapshotting _, Streaming _, Retrying _, BackPressured _ -> true;
            case Paused _, Stopped _ -> false;
        };
    }

    /// Whether the task takes what its source brings. Where it does not, its position stands, and
    /// what it leaves comes again.
    default boolean takesChanges() {
        return isSending() && !(this instanceof BackPressured);
    }

    /// Its source has not yet begun to stream, or has to begin anew for it.
    record Starting(Instant since) implements TaskState {
        @Override
        public String word() {
            return "starting";
        }

        /// @param reads whether its table is to be read as a whole
        TaskState begin(boolean reads, Instant now) {
            return flowing(reads, now);
        }
    }

    /// Its changes flow, and its table is read as a whole beside them.
    record Snapshotting(Instant since) implements TaskState {
        @Override
        public String word() {
            return "snapshotting";
        }

        Streaming read(Instant now) {
            return new Streaming(now);
        }

        Retrying retry(PipelineException fault, Instant now) {
            return new Retrying(fault, now);
        }
    }

    /// Its changes flow.
    record Streaming(Instant since) implements TaskState {
        @Override
        public String word() {
            return "streaming";
        }

        Snapshotting read(Instant now) {
            return new Snapshotting(now);
        }

        Retrying retry(PipelineException fault, Instant now) {
            return new Retrying(fault, now);
        }
    }

    /// A request failed in a way that passes; it is sent again until it works.
    record Retrying(PipelineException fault, Instant since) implements TaskState {
        @Override
        public String word() {
            return "retrying";
        }

        /// @param reads whether its table is being read as a whole
        TaskState recover(boolean reads, Instant now) {
            return flowing(reads, now);
        }
    }

    /// It held up the others of its source, and takes nothing more until what it has in flight is
    /// settled. Nothing of it is lost: the rest comes then.
    record BackPressured(Instant since) implements TaskState {
        @Override
        public String word() {
            return "backpressured";
        }

        Starting drained(Instant now) {
            return new Starting(now);
        }
    }

    /// Held by a person. Nothing of it is lost: what happens meanwhile comes when it is resumed.
    record Paused(Instant since) implements TaskState {
        @Override
        public String word() {
            return "paused";
        }

        Starting resume(Instant now) {
            return new Starting(now);
        }
    }

    /// Held by a fault that a person has to mend. Nothing of it is lost, its position stands.
    record Stopped(PipelineException fault, Instant since) implements TaskState {
        @Override
        public String word() {
            return "stopped";
        }

        Starting retry(Instant now) {
            return new Starting(now);
        }
    }

    private static TaskState flowing(boolean reads, Instant now) {
        return reads ? new Snapshotting(now) : new Streaming(now);
    }
}
