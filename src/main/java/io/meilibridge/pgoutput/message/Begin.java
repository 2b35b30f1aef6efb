package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;
import java.time.Instant;

/// A committed transaction begins. "Begin", protocol 1, PostgreSQL 10.
///
/// @param commitLsn where its commit record starts: the same as in the [Commit] that ends it. The
///   documentation calls it the final LSN.
/// @param commitTime when it was committed, to the microsecond
/// @param xid of the top-level transaction, unsigned 32 bit
public record Begin(Lsn commitLsn, Instant commitTime, int xid) implements PgOutputMessage {}
