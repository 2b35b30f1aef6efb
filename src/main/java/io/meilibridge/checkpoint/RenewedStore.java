package io.meilibridge.checkpoint;

import io.meilibridge.fault.CheckpointException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A Redis store with a time to live that does not run out while the process runs, whether or not
/// anything is written: an idle pipeline keeps its checkpoints. Owns one virtual thread until
/// [#close].
public final class RenewedStore implements CheckpointStore {

    private static final System.Logger LOG = System.getLogger(RenewedStore.class.getName());

    /// Renewals in a time to live, so that one or two may fail.
    private static final int RENEWALS = 4;

    private final RedisStore store;
    private final Duration pause;
    private final Thread thread;

    /// @param timeToLive of the store, at least a second
    public RenewedStore(RedisStore store, Duration timeToLive) {
        this.store = store;
        this.pause = timeToLive.dividedBy(RENEWALS);
        this.thread = Thread.ofVirtual().name("checkpoint-renewal").start(this::keepRenewing);
    }

    private void keepRenewing() {
        boolean failing = false;
        try {
            while (true) {
                Thread.sleep(pause);
                failing = !renew(failing);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renew(boolean saidBefore) {
        try {
            store.renew();
            return true;
        } catch (CheckpointException failure) {
            LOG.log(
                    saidBefore ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "the time to live of the checkpoints could not be renewed; it is tried again: {0}",
                    failure.report());
            return false;
        }
    }

    @Override
    public boolean survivesRestart() {
        return store.survivesRestart();
    }

    @Override
    public boolean isShared() {
        return store.isShared();
    }

    @Override
    public StoreContents contents() {
        return store.contents();
    }

    @Override
    public void change(UnaryOperator<StoreContents> change) {
        store.change(change);
    }

    @Override
    public void close() {
        thread.interrupt();
        store.close();
    }
}
