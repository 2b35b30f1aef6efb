/// Tasks: what they are to do, how they stand, and the queue that numbers them.
///
/// ```
/// enqueued ──▶ processing ──▶ succeeded │ failed
///    │  ▲          │
///    │  └──────────┘ batch aborted by a cancelation of another of its tasks
///    └──▶ canceled
/// ```
@NullMarked
package io.meilibridge.dev.meilisearch.task;

import org.jspecify.annotations.NullMarked;
