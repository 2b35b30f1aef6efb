package io.meilibridge.camel;

import io.meilibridge.config.settings.RetrySettings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/// The configured waits between tries: growing, capped, and spread so that many do not try at once.
final class Backoffs {

    private Backoffs() {}

    /// The wait before try number n, n from 1.
    static IntFunction<Duration> of(RetrySettings retry) {
        double initial = (double) Math.max(1, retry.initialBackoff().toMillis());
        double max = Math.max(initial, (double) retry.maxBackoff().toMillis());
        return attempt -> {
            double grown = initial * Math.pow(retry.backoffMultiplier(), attempt - 1.0);
            double spread =
                    1 + retry.jitterFactor() * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            return Duration.ofMillis(Math.round(Math.min(grown, max) * spread));
        };
    }
}
