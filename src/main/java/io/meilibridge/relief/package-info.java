/// WAL relief: what a sync task cannot send while Meilisearch is away for long is put aside
/// durably, so that its positions settle and PostgreSQL need not keep the WAL, and is sent from
/// there, in order, once Meilisearch is back. In: batches and their settlements. Out: the same
/// batches, as deliveries.
///
/// ```
///            Meilisearch away for 5 s                     all of it settled
///  direct ───────────────────────────▶ putting aside ⇄ draining ──────────▶ direct
///                                        away         back
/// ```
///
/// **The invariant**: while the store of checkpoints has a [ReliefNote] of a task, nothing of the
/// task is sent but what was put aside, in its order. The note is written before anything is put
/// aside and deleted after all of it is settled, so whatever is read from a queue has everything
/// newer behind it: in the queue, or unsettled and so still in the WAL.
///
/// Uses `batch`, `document`, `meilisearch` to deliver, `checkpoint` for notes.
@NullMarked
package io.meilibridge.relief;

import org.jspecify.annotations.NullMarked;
