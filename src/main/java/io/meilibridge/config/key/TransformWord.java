package io.meilibridge.config.key;

import java.util.Set;

/// The kinds of transforms, as the configuration words them.
public enum TransformWord {
    RENAME,
    CONVERT,
    EXTRACT,
    COMPUTE,
    LOWERCASE,
    UPPERCASE,
    TRIM,
    SPLIT,
    JOIN,
    DEFAULT,
    HASH,
    REMOVE,
    ADD_FIELD,
    ADD_TIMESTAMP,
    GEO,
    VECTOR;

    /// The keys it cannot do without, beside `type`.
    public Set<String> required() {
        return switch (this) {
            case RENAME, EXTRACT -> Set.of("field", "to");
            case CONVERT -> Set.of("field", "to_type");
            case COMPUTE -> Set.of("field", "expression");
            case SPLIT -> Set.of("field", "separator");
            case DEFAULT, ADD_FIELD -> Set.of("field", "value");
            case LOWERCASE, UPPERCASE, TRIM, JOIN, HASH, REMOVE, ADD_TIMESTAMP, VECTOR ->
                    Set.of("field");
            case GEO -> Set.of();
        };
    }

    /// The keys it may have beside those and `type`.
    public Set<String> optional() {
        return switch (this) {
            case EXTRACT -> Set.of("path", "pattern");
            case JOIN -> Set.of("separator");
            case HASH -> Set.of("algorithm");
            case VECTOR -> Set.of("embedder");
            case GEO -> Set.of("field", "to", "latitude", "longitude");
            case RENAME,
                    CONVERT,
                    COMPUTE,
                    LOWERCASE,
                    UPPERCASE,
                    TRIM,
                    SPLIT,
                    DEFAULT,
                    REMOVE,
                    ADD_FIELD,
                    ADD_TIMESTAMP ->
                    Set.of();
        };
    }
}
