package io.meilibridge.telemetry.status;

import java.time.Duration;

/// How far something is behind. Zero in both when nothing is unconfirmed.
///
/// @param bytes WAL between what is settled and the server's end
/// @param age since the oldest change that is not yet settled was committed
public record Lag(long bytes, Duration age) {

    public static final Lag NONE = new Lag(0, Duration.ZERO);

    public double seconds() {
        return age.toNanos() / 1e9;
    }
}
