/// The log of a normal life: what starts and stops, which task or source changes its state and why.
/// Nothing else in running.
@NullMarked
package io.meilibridge.telemetry.log;

import org.jspecify.annotations.NullMarked;
