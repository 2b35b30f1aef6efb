/// The packaged application against a bare read of the same slot, end to end: what
/// `docs/benchmarks.md` reports is printed by `EndToEnd` here.
@NullMarked
package io.meilibridge.bench;

import org.jspecify.annotations.NullMarked;
