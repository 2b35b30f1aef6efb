package io.meilibridge.config.key;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A group of keys that stand beside each other.
public final class Section {

    private final Map<String, Key> keys = new LinkedHashMap<>();

    Section(Key... keys) {
        for (Key key : keys) {
            if (this.keys.put(key.name(), key) != null) {
                throw new IllegalArgumentException("key " + key.name() + " stands twice");
            }
        }
    }

    public Optional<Key> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /// @throws IllegalArgumentException when the table has no such key
    public Key require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no key '" + name + "' among " + keys.keySet()));
    }

    public Collection<Key> keys() {
        return keys.values();
    }

    public Collection<String> names() {
        return keys.keySet();
    }
}
