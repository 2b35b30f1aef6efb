package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import java.time.Instant;

/// What a source is doing.
public sealed interface SourceState {

    /// When the source came into this state.
    Instant since();

    /// One word, as the API, metrics and logs have it.
    String word();

    /// It connects, checks and opens the stream.
    record Connecting(Instant since) implements SourceState {
        @Override
        public String word() {
            return "connecting";
        }
    }

    /// Its changes flow.
    record Streaming(Instant since) implements SourceState {
        @Override
        public String word() {
            return "streaming";
        }
    }

    /// Reading waits until what is in flight is settled.
    record BackPressured(Instant since) implements SourceState {
        @Override
        public String word() {
            return "backpressured";
        }
    }

    /// None of its tasks takes changes: the stream is held, nothing is read.
    record Paused(Instant since) implements SourceState {
        @Override
        public String word() {
            return "paused";
        }
    }

    /// It is connected anew after a while.
    record Retrying(PipelineException fault, Instant next, Instant since) implements SourceState {
        @Override
        public String word() {
            return "retrying";
        }
    }

    /// Another process reads the slot: it is taken over when that one is gone.
    record StandingBy(PipelineException fault, Instant since) implements SourceState {
        @Override
        public String word() {
            return "standing_by";
        }
    }

    /// A person has to mend something, then retry.
    record Stopped(PipelineException fault, Instant since) implements SourceState {
        @Override
        public String word() {
            return "stopped";
        }
    }

    /// The process ends.
    record Closed(Instant since) implements SourceState {
        @Override
        public String word() {
            return "closed";
        }
    }
}
