/// Whether the process lives, is ready, has started: MicroProfile health checks.
@NullMarked
package io.meilibridge.telemetry.health;

import org.jspecify.annotations.NullMarked;
