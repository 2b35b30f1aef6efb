package io.meilibridge.telemetry.status;

import io.meilibridge.event.Lsn;
import io.meilibridge.replication.SlotState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a look at one source's server showed.
///
/// @param slot empty when the server has no such slot
/// @param walEnd how far the server's WAL is flushed, so could be streamed
/// @param walBytes what the server's WAL takes on disk; empty when our role may not know
/// @param publishedTables the number of tables of each publication
/// @param clockOffset how far the server's clock is ahead of ours, to about half a round trip
public record SlotReading(
        Optional<SlotState> slot,
        Lsn walEnd,
        OptionalLong walBytes,
        Map<String, Integer> publishedTables,
        Duration clockOffset) {

    public SlotReading {
        publishedTables = Map.copyOf(publishedTables);
    }

    /// WAL that the slot keeps the server from recycling, in bytes; empty when it keeps none.
    public OptionalLong retainedBytes() {
        return slot.map(SlotState::restart)
                .filter(Lsn::isValid)
                .map(restart -> OptionalLong.of(Math.max(0, walEnd.bytesSince(restart))))
                .orElseGet(OptionalLong::empty);
    }
}
