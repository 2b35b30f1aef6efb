/// What one row costs in the rooms it passes, measured with JMH. `docs/benchmarks.md` names the
/// command.
@NullMarked
package io.meilibridge.jmh;

import org.jspecify.annotations.NullMarked;
