package io.meilibridge.relief;

import io.meilibridge.fault.PipelineException;

/// Whether anything more is put aside in this process. It is turned off by the first write that
/// fails, until the next start: what is put aside by then is still sent. Thread-safe.
public final class ReliefSwitch {

    private static final System.Logger LOG = System.getLogger(ReliefSwitch.class.getName());

    private volatile boolean on = true;

    public boolean isOn() {
        return on;
    }

    /// @return false when it was off already
    synchronized boolean off(PipelineException fault) {
        boolean was = on;
        if (was) {
            on = false;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "WAL relief is off until the next start: while Meilisearch is away, PostgreSQL"
                            + " keeps the WAL. {0}",
                    fault.report());
        }
        return was;
    }
}
