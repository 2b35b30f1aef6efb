package io.meilibridge.config.key;

import java.util.Set;

/// The kinds of transforms, as the configuration words them, with the keys each one takes beside
/// `type`; those in `required` it cannot do without.
public enum TransformWord {
    RENAME(Set.of("field", "to"), Set.of("field", "to")),
    CONVERT(Set.of("field", "to_type"), Set.of("field", "to_type")),
    EXTRACT(Set.of("field", "to", "path", "pattern"), Set.of("field", "to")),
    COMPUTE(Set.of("field", "expression"), Set.of("field", "expression")),
    LOWERCASE(Set.of("field"), Set.of("field")),
    UPPERCASE(Set.of("field"), Set.of("field")),
    TRIM(Set.of("field"), Set.of("field")),
    SPLIT(Set.of("field", "separator"), Set.of("field", "separator")),
    JOIN(Set.of("field", "separator"), Set.of("field")),
    DEFAULT(Set.of("field", "value"), Set.of("field", "value")),
    HASH(Set.of("field", "algorithm"), Set.of("field")),
    REMOVE(Set.of("field"), Set.of("field")),
    ADD_FIELD(Set.of("field", "value"), Set.of("field", "value")),
    ADD_TIMESTAMP(Set.of("field"), Set.of("field")),
    GEO(Set.of("field", "to", "latitude", "longitude"), Set.of()),
    VECTOR(Set.of("field", "embedder"), Set.of("field"));

    private final Set<String> allowed;
    private final Set<String> required;

    TransformWord(Set<String> allowed, Set<String> required) {
        this.allowed = allowed;
        this.required = required;
    }

    public Set<String> allowed() {
        return allowed;
    }

    public Set<String> required() {
        return required;
    }
}
