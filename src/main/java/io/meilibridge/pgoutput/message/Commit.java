package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;
import java.time.Instant;

/// The transaction that [Begin] opened is complete. "Commit", protocol 1, PostgreSQL 10.
///
/// @param commitLsn where the commit record starts
/// @param endLsn the first byte after the transaction: what may be confirmed once it is settled
/// @param commitTime when it was committed, to the microsecond
public record Commit(Lsn commitLsn, Lsn endLsn, Instant commitTime) implements PgOutputMessage {}
