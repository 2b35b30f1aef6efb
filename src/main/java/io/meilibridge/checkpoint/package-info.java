/// Where each task stands, kept so that nothing is confirmed before it is durable: the ledger of
/// what is in flight, the checkpoints that follow from it, and the stores that outlive the process.
///
/// In: transactions, keepalives and admitted changes from the reader; releases from whoever
/// settles. Out: checkpoints to a store, and after that the one LSN that may be confirmed to the
/// slot. Uses `event` and `fault`.
///
/// ```
/// reader ──admit, handOver──▶ DeliveryLedger ◀──Receipt.release── settle
///                                  │ checkpoints, confirmable
///                                  ▼
///                            CheckpointKeeper ──save──▶ CheckpointStore
///                                  │ confirmed (after the save)
/// reader ◀── status update ────────┘
/// ```
@NullMarked
package io.meilibridge.checkpoint;

import org.jspecify.annotations.NullMarked;
