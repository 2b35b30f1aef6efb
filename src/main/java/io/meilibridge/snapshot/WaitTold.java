package io.meilibridge.snapshot;

import io.meilibridge.event.TableName;
import java.util.Set;

/// Says what the readers of a full sync wait for, at most every ten seconds. Not safe for threads.
final class WaitTold {

    private static final System.Logger LOG = System.getLogger(WaitTold.class.getName());
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final TableName table;
    private long since;
    private long told;

    WaitTold(TableName table) {
        this.table = table;
    }

    /// A snapshot did not see these.
    void tell(Set<Long> transactions) {
        long now = System.nanoTime();
        if (since == 0 || now - told > 2 * PAUSE_NANOS) {
            since = now;
            told = now;
        } else if (now - told > PAUSE_NANOS) {
            told = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the full sync of table {0} has waited {1} s for transactions {2} to become"
                            + " visible; is a synchronous standby missing? SELECT pid, state,"
                            + " wait_event, xact_start FROM pg_stat_activity WHERE backend_xid IS"
                            + " NOT NULL;",
                    table,
                    (now - since) / 1_000_000_000,
                    transactions);
        }
    }
}
