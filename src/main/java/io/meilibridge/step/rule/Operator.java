package io.meilibridge.step.rule;

import java.util.Locale;

/// How a column compares with one value.
public enum Operator {
    EQUALS,
    NOT_EQUALS,
    GREATER_THAN,
    GREATER_OR_EQUAL,
    LESS_THAN,
    LESS_OR_EQUAL,
    /// The text has the value in it; an array has an element equal to it.
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    /// The regular expression (`java.util.regex`) is found anywhere in the text; `^` and `$` bind
    /// it to the ends.
    MATCHES;

    /// The name as the configuration writes it: `greater_than`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
