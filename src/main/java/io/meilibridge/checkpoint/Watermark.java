package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import java.util.List;

/// The checkpoints of a source's enabled tasks and the LSN that may be confirmed once they are
/// stored: the least of them.
public record Watermark(List<Checkpoint> checkpoints, Lsn confirmable) {

    public Watermark {
        checkpoints = List.copyOf(checkpoints);
    }
}
