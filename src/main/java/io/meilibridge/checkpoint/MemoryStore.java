package io.meilibridge.checkpoint;

import java.util.function.UnaryOperator;

/// Keeps checkpoints in this process only: each restart is a full sync.
public final class MemoryStore implements CheckpointStore {

    // Guarded by this.
    private StoreContents contents = StoreContents.EMPTY;

    @Override
    public boolean survivesRestart() {
        return false;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized StoreContents contents() {
        return contents;
    }

    @Override
    public synchronized void change(UnaryOperator<StoreContents> change) {
        contents = change.apply(contents);
    }

    @Override
    public void close() {}
}
