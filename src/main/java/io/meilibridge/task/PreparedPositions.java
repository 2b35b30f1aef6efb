package io.meilibridge.task;

import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.Lsn;
import io.meilibridge.spool.Prepared;

/// Lets prepared transactions hold the slot.
///
/// @param ledger of their source
record PreparedPositions(DeliveryLedger ledger) implements Prepared {

    @Override
    public void undecided(int xid, Lsn prepareLsn) {
        ledger.undecided(xid, prepareLsn);
    }

    @Override
    public void committed(int xid, Lsn endLsn) {
        ledger.committed(xid, endLsn);
    }

    @Override
    public void rolledBack(int xid) {
        ledger.rolledBack(xid);
    }
}
