/// What loading a configuration has to say: faults, warnings and notices, each with its key and the
/// line it was written on.
@NullMarked
package io.meilibridge.config.report;

import org.jspecify.annotations.NullMarked;
