package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;
import java.time.Instant;

/// Transactions sent when they are prepared, and again in a word when that is committed or rolled
/// back (option `two_phase`, protocol 3, PostgreSQL 15). A slot that was created for two phases
/// sends them whatever was negotiated since.
public sealed interface TwoPhaseMessage extends PgOutputMessage {

    /// The transaction's id, unsigned 32 bit.
    int xid();

    /// The name given in PREPARE TRANSACTION.
    String gid();

    /// A prepared transaction begins. "Begin Prepare".
    ///
    /// @param prepareLsn where the prepare record starts
    /// @param endLsn the first byte after the prepared transaction
    record BeginPrepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, int xid, String gid)
            implements TwoPhaseMessage {}

    /// The transaction that [BeginPrepare] opened is complete, and prepared. "Prepare".
    ///
    /// @param prepareLsn where the prepare record starts
    /// @param endLsn the first byte after the prepared transaction
    record Prepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, int xid, String gid)
            implements TwoPhaseMessage {}

    /// A transaction prepared earlier was committed. "Commit Prepared".
    ///
    /// @param commitLsn where the commit record starts
    /// @param endLsn the first byte after that record
    record CommitPrepared(Lsn commitLsn, Lsn endLsn, Instant commitTime, int xid, String gid)
            implements TwoPhaseMessage {}

    /// A transaction prepared earlier was rolled back. "Rollback Prepared".
    ///
    /// @param prepareEndLsn the first byte after the prepared transaction
    /// @param rollbackEndLsn the first byte after the rollback's record
    record RollbackPrepared(
            Lsn prepareEndLsn,
            Lsn rollbackEndLsn,
            Instant prepareTime,
            Instant rollbackTime,
            int xid,
            String gid)
            implements TwoPhaseMessage {}

    /// The blocks of a streamed transaction are complete, and prepared. "Stream Prepare".
    ///
    /// @param prepareLsn where the prepare record starts
    /// @param endLsn the first byte after the prepared transaction
    record StreamPrepare(Lsn prepareLsn, Lsn endLsn, Instant prepareTime, int xid, String gid)
            implements TwoPhaseMessage {}
}
