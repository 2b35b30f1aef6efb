package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryStoreTest extends CheckpointStoreContract {

    private final MemoryStore store = new MemoryStore();

    @Override
    CheckpointStore store() {
        return store;
    }

    @Test
    void it_says_that_it_forgets() {
        assertThat(store.survivesRestart()).isFalse();
        assertThat(store.isShared()).isFalse();
    }
}
