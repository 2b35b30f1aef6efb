/// What the process tells of itself: metrics, log and health. It hears the pipeline through
/// [io.meilibridge.camel.Listeners] and looks at its state; nothing in the pipeline waits for it.
@NullMarked
package io.meilibridge.telemetry;

import org.jspecify.annotations.NullMarked;
