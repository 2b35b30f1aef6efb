package io.meilibridge.telemetry.status;

import io.meilibridge.event.Lsn;
import io.meilibridge.replication.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The lag of one source. Bytes are from the confirmed flush LSN to the end of the server's WAL.
/// Seconds are since the oldest change in flight was committed; where the source is behind without
/// anything in flight (its connection is lost, a task is paused, a transaction is not yet sent)
/// they are since it was last seen without lag. Thread-safe.
final class SourceLag {

    // Guarded by this.
    private Instant caughtUp;

    /// @param now where the count begins when there is lag from the start
    SourceLag(Instant now) {
        this.caughtUp = now;
    }

    /// @return empty when neither the stream nor the server has said anything yet
    synchronized Optional<Lag> measure(
            Optional<Progress> progress, Optional<SlotReading> reading, Instant now) {
        Optional<Lag> lag =
                progress.isPresent()
                        ? Optional.of(ofStream(progress.get(), reading, now))
                        : reading.flatMap(seen -> beforeStream(seen, now));
        if (lag.isPresent() && lag.get().equals(Lag.NONE)) {
            caughtUp = now;
        }
        return lag;
    }

    private Lag ofStream(Progress progress, Optional<SlotReading> reading, Instant now) {
        Lsn walEnd =
                Lsn.max(progress.streamEnd(), reading.map(SlotReading::walEnd).orElse(Lsn.INVALID));
        if (progress.storing() && !walEnd.isAfter(progress.settled())) {
            return Lag.NONE;
        }
        Duration offset = reading.map(SlotReading::clockOffset).orElse(Duration.ZERO);
        Instant since =
                progress.oldestCommit().map(commit -> commit.minus(offset)).orElse(caughtUp);
        return lag(walEnd, progress.confirmed(), Duration.between(since, now));
    }

    private Optional<Lag> beforeStream(SlotReading reading, Instant now) {
        return reading.slot()
                .map(SlotState::confirmedFlush)
                .map(confirmed ->
                        lag(reading.walEnd(), confirmed, Duration.between(caughtUp, now)));
    }

    private static Lag lag(Lsn walEnd, Lsn confirmed, Duration age) {
        long bytes = Math.max(0, walEnd.bytesSince(confirmed));
        if (bytes == 0) {
            return Lag.NONE;
        }
        return new Lag(bytes, age.isNegative() ? Duration.ZERO : age);
    }
}
