package io.meilibridge.spool;

import io.meilibridge.event.Lsn;

/// Is told of prepared transactions, on the thread that reads: the server sends what they hold
/// once, unless it is asked for the stream from before it again.
public interface Prepared {

    /// What it holds has been sent, and nobody has decided about it.
    ///
    /// @param prepareLsn where its prepare record starts
    void undecided(int xid, Lsn prepareLsn);

    /// It is about to be passed on as a transaction.
    ///
    /// @param endLsn the first byte after its commit
    void committed(int xid, Lsn endLsn);

    void rolledBack(int xid);
}
