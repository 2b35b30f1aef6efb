package io.meilibridge.deadletter;

class MemoryDeadLettersTest extends DeadLetterStoreContract {

    private final MemoryDeadLetters store = new MemoryDeadLetters();

    @Override
    DeadLetterStore store() {
        return store;
    }
}
