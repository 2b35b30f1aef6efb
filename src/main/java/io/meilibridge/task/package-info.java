/// Sync tasks and sources as they run: what state each is in, which changes of the stream are
/// whose, and the loop that reads a slot. A task that stops or pauses is held by itself, the others
/// go on.
///
/// ```
///             ┌──────────── resume, retry ───────────┐
///             ▼                                      │
/// Starting ─▶ Streaming ◀─recovered─ Retrying ─▶ Paused, Stopped
///                 └────────────────────▲
/// ```
@NullMarked
package io.meilibridge.task;

import org.jspecify.annotations.NullMarked;
