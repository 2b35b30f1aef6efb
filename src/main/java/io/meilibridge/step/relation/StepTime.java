package io.meilibridge.step.relation;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks that steps look at.
///
/// @param clock what `add_timestamp` writes
/// @param nanoTime what the time limit of regular expressions is measured by; any origin
public record StepTime(InstantSource clock, LongSupplier nanoTime) {

    public static StepTime system() {
        return new StepTime(InstantSource.system(), System::nanoTime);
    }
}
