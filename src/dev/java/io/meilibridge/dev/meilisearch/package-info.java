/// An in-JVM stand-in for a Meilisearch 1.50 server as a writer sees it: the HTTP interface with
/// its errors, and a real asynchronous scheduler that works after the 202, in the order of task
/// uids and in merged batches. Tests can hold it, slow it down, make it fail and look inside.
///
/// ```
/// RequestFront ─▶ route ─▶ task.TaskQueue ─▶ schedule.Scheduler ─▶ index.Indexes
///                   └─ reads ──────────────────────────────────────────▲
/// ```
@NullMarked
package io.meilibridge.dev.meilisearch;

import org.jspecify.annotations.NullMarked;
