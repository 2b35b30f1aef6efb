package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;
import java.util.LinkedHashMap;
import java.util.Map;

/// A group of keys in the order they were written.
public record Mapping(Map<String, Node> entries, Origin origin) implements Node {

    public static Mapping empty(Origin origin) {
        return new Mapping(new LinkedHashMap<>(), origin);
    }
}
