package io.meilibridge.telemetry.status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// How many changes are settled in a second, over the last ten. Thread-safe.
final class EventRate {

    private static final int SECONDS = 10;

    private final InstantSource clock;
    private final long[] counts = new long[SECONDS + 1];
    private final long[] seconds = new long[SECONDS + 1];
    private Instant last = Instant.EPOCH;

    EventRate(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(long changes) {
        last = clock.instant();
        int slot = (int) (last.getEpochSecond() % counts.length);
        if (seconds[slot] != last.getEpochSecond()) {
            seconds[slot] = last.getEpochSecond();
            counts[slot] = 0;
        }
        counts[slot] += changes;
    }

    /// Of the whole seconds before this one.
    synchronized double perSecond() {
        long now = clock.instant().getEpochSecond();
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (seconds[i] < now && seconds[i] >= now - SECONDS) {
                sum += counts[i];
            }
        }
        return (double) sum / SECONDS;
    }

    /// When a change was settled last.
    synchronized Optional<Instant> last() {
        return last.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(last);
    }
}
