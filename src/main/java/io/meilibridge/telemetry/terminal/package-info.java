/// What a person at a terminal sees beside the log.
@NullMarked
package io.meilibridge.telemetry.terminal;

import org.jspecify.annotations.NullMarked;
