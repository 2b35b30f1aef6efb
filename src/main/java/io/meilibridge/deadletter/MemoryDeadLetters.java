package io.meilibridge.deadletter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps dead letters as long as the process lives.
public final class MemoryDeadLetters implements DeadLetterStore {

    private final Map<String, DeadLetter> letters = new ConcurrentHashMap<>();

    @Override
    public void put(DeadLetter letter) {
        letters.put(letter.id(), letter);
    }

    @Override
    public void remove(Collection<String> ids) {
        letters.keySet().removeAll(ids);
    }

    @Override
    public List<DeadLetter> all() {
        return List.copyOf(letters.values());
    }
}
