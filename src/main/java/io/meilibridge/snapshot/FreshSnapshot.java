package io.meilibridge.snapshot;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.replication.TableSession;
import java.util.Set;

/// Takes snapshots that have seen everything the stream has delivered (HAZARDS E1). One thread.
final class FreshSnapshot {

    private static final long RETAKE_MILLIS = 10;

    private static final boolean ANY_SNAPSHOT = Failpoints.on("full-sync-any-snapshot");
    private static final boolean NO_FENCE = Failpoints.on("full-sync-without-fence");

    private static final boolean NO_WRITING_OUT = Failpoints.on("full-sync-without-writing-out");

    private final TableSession session;
    private final WaitTold waiting;

    FreshSnapshot(TableSession session, TableName table) {
        this.session = session;
        this.waiting = new WaitTold(table);
    }

    /// Has the session begin a transaction with such a snapshot.
    ///
    /// @return the end of the WAL that everything which it shows lies before
    Lsn take(DeliveredTransactions delivered) throws InterruptedException {
        if (!delivered.knowsSuspects()) {
            session.passTransactionIds();
            delivered.suspect(session.renew().view());
        }
        if (!NO_WRITING_OUT) {
            session.writeOutWal();
        }
        while (true) {
            TableSession.Sight sight = session.renew();
            Set<Long> unseen = delivered.unseen(sight.view());
            if (unseen.isEmpty() || ANY_SNAPSHOT) {
                return NO_FENCE ? Lsn.INVALID : sight.walEnd();
            }
            delivered.acquit(session.uncommitted(unseen));
            waiting.tell(unseen);
            session.end();
            Thread.sleep(RETAKE_MILLIS);
        }
    }
}
