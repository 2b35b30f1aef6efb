package io.meilibridge.api.access;

import java.util.function.LongSupplier;

/// So many requests a second and no more; what was not used in a second is not kept for later ones.
/// Thread-safe.
final class RequestRate {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private double left;
    private long last;

    /// @param perSecond 0 for no limit
    RequestRate(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = perSecond;
        this.last = nanoTime.getAsLong();
    }

    /// Whether one more may pass now.
    boolean admit() {
        if (perSecond == 0) {
            return true;
        }
        synchronized (this) {
            long now = nanoTime.getAsLong();
            left = Math.min(perSecond, left + (now - last) / NANOS * perSecond);
            last = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
