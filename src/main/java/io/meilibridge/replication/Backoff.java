package io.meilibridge.replication;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: grows by a factor from the first wait to a cap, each
/// time spread at random, so that many instances do not come back together. One thread.
public final class Backoff {

    private final double initialMillis;
    private final double maxMillis;
    private final double multiplier;
    private final double jitter;
    private final RandomGenerator random;
    private double nextMillis;

    /// @param jitter how far a wait may lie from its mean, as a part of it: from 0 to 1
    public Backoff(
            Duration initial,
            Duration max,
            double multiplier,
            double jitter,
            RandomGenerator random) {
        if (initial.toMillis() < 1 || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "Waits from " + initial + " to " + max + " are no range.");
        }
        if (!(multiplier >= 1 && jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException(
                    "Multiplier " + multiplier + " or jitter " + jitter + " is out of range.");
        }
        this.initialMillis = initial.toMillis();
        this.maxMillis = max.toMillis();
        this.multiplier = multiplier;
        this.jitter = jitter;
        this.random = Objects.requireNonNull(random, "random is null");
        this.nextMillis = initialMillis;
    }

    /// The wait before the next attempt, never above the cap and never zero.
    public Duration next() {
        double spread = 1 + jitter * (2 * random.nextDouble() - 1);
        double millis = Math.clamp(nextMillis * spread, 1, maxMillis);
        nextMillis = Math.min(nextMillis * multiplier, maxMillis);
        return Duration.ofMillis(Math.round(millis));
    }

    /// To be called when an attempt has succeeded for good.
    public void reset() {
        nextMillis = initialMillis;
    }
}
