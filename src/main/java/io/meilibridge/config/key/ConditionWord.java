package io.meilibridge.config.key;

/// What a filter condition can ask, as the configuration words it.
public enum ConditionWord {
    EQUALS,
    NOT_EQUALS,
    GREATER_THAN,
    GREATER_OR_EQUAL,
    LESS_THAN,
    LESS_OR_EQUAL,
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    MATCHES,
    IN,
    NOT_IN,
    IS_NULL,
    IS_NOT_NULL,
    AND,
    OR,
    NOT
}
