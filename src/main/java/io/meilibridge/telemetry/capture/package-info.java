/// Single changes for people to look at, as they come from the stream. Costs nothing while nobody
/// looks, and holds nothing up when somebody does: what is kept is bounded, the oldest goes.
@NullMarked
package io.meilibridge.telemetry.capture;

import org.jspecify.annotations.NullMarked;
