package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import java.time.Instant;

/// What a sync task is doing. The transitions are the methods of the states.
public sealed interface TaskState {

    /// When the task came into this state.
    Instant since();

    /// One word, as the API, metrics and logs have it.
    String word();

    /// Whether the task's changes are taken and sent.
    default boolean isSending() {
        return switch (this) {
            case Starting _, Streaming _, Retrying _ -> true;
            case Paused _, Stopped _ -> false;
        };
    }

    /// Its source has not yet begun to stream.
    record Starting(Instant since) implements TaskState {
        @Override
        public String word() {
            return "starting";
        }

        Streaming begin(Instant now) {
            return new Streaming(now);
        }
    }

    /// Its changes flow.
    record Streaming(Instant since) implements TaskState {
        @Override
        public String word() {
            return "streaming";
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

        Streaming recover(Instant now) {
            return new Streaming(now);
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
}
