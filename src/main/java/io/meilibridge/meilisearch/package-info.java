/// Meilisearch as a destination: what is asked of it, in which order and at what pace, and what its
/// answers mean. A [io.meilibridge.meilisearch.Delivery] makes the requests of one batch, a route
/// carries them over HTTP, and a [io.meilibridge.meilisearch.SettleWatch] learns from the task list
/// how they ended. Knows nothing of Camel: a request goes out as a value and an answer comes in as
/// one.
///
/// ```
/// Batch ─▶ Delivery ─▶ Request ─(HTTP)─▶ Answer ─▶ Delivery ─▶ SettleWatch ─▶ Settlement
///             │ waits for                                            ▲
///             ▼                                                      │ GET /tasks
///         IndexLane (one request in flight, pacing, unfinished tasks)┘
/// ```
@NullMarked
package io.meilibridge.meilisearch;

import org.jspecify.annotations.NullMarked;
