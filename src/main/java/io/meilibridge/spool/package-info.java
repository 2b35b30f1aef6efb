/// Transactions that are sent before they are committed, kept on disk until they are. In: chunks of
/// a stream with blocks of transactions in progress, or with prepared transactions. Out: chunks as
/// protocol 1 has them, in which each transaction is whole and stands where it was committed.
///
/// ```
///  S … E ─▶ Spool ─ A ─▶ cut back, or dropped
///             │ c
///             ▼
///  B … C ─▶ WholeTransactions ─▶ B … C
///             ▲
///             │ K
///  b … P ─▶ Spool ─ r ─▶ dropped
/// ```
///
/// Memory: a buffer for each transaction in progress, whatever its size. Uses `event`, `pgoutput`
/// for the messages at the borders of transactions, and files.
@NullMarked
package io.meilibridge.spool;

import org.jspecify.annotations.NullMarked;
