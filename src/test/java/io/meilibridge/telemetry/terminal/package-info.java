@NullMarked
package io.meilibridge.telemetry.terminal;

import org.jspecify.annotations.NullMarked;
