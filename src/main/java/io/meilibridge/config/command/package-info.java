/// The command line: what was asked for, and the commands that need no running service.
@NullMarked
package io.meilibridge.config.command;

import org.jspecify.annotations.NullMarked;
