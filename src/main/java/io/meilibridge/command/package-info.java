/// What the command line offers beside the service: looks at the real servers, asks a running
/// instance, cleans up. Each command does one thing and ends; nothing uses this room but the entry.
@NullMarked
package io.meilibridge.command;

import org.jspecify.annotations.NullMarked;
