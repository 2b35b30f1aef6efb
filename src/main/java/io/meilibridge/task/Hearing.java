package io.meilibridge.task;

import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.function.LongSupplier;

/// When PostgreSQL was last heard of, and so whether it certainly still keeps the slot for this
/// process: once it has heard nothing of us for `wal_sender_timeout` it gives the slot to whoever
/// asks. Half of that time without a word, and nothing may be written any more until there is one
/// (HAZARDS C2). Thread-safe.
public final class Hearing {

    private static final boolean DEAF = Failpoints.on("post-while-silent");

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private volatile long heardNanos;

    /// @param walSenderLimit `wal_sender_timeout` of the stream; zero: silence says nothing
    /// @param nanoTime as [System#nanoTime()]
    public Hearing(Duration walSenderLimit, LongSupplier nanoTime) {
        this.limitNanos = walSenderLimit.toNanos() / 2;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
    }

    /// PostgreSQL was heard of at this time or later. An earlier time than is known says nothing.
    void heard(long nanos) {
        if (nanos - heardNanos > 0) {
            heardNanos = nanos;
        }
    }

    /// Whether something may be written to an index.
    boolean isRecent() {
        return DEAF || limitNanos == 0 || silenceNanos() < limitNanos;
    }

    /// Whether it is time to look whether PostgreSQL is there, where nobody reads.
    boolean isToBeLookedFor() {
        return limitNanos != 0 && silenceNanos() > limitNanos / 2;
    }

    /// The same where somebody reads, and a silent stream has been asked for a while.
    boolean isPressing() {
        return limitNanos != 0 && silenceNanos() > limitNanos / 6 * 5;
    }

    /// How often it is looked.
    long lookPauseNanos() {
        return limitNanos / 8;
    }

    private long silenceNanos() {
        return nanoTime.getAsLong() - heardNanos;
    }
}
