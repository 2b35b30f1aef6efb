/// From what was given to one tree of canonical keys: file, environment and properties laid over
/// each other, other names of keys resolved, variables expanded, secret files read, unknown keys
/// refused.
///
/// ```
/// properties (low) ─┐
/// file ─────────────┤  resolve other names, then lay over each other
/// environment ──────┤  ──▶ expand ──▶ read secret files ──▶ refuse unknown keys ──▶ tree
/// properties (high) ┘
/// ```
@NullMarked
package io.meilibridge.config.load;

import org.jspecify.annotations.NullMarked;
