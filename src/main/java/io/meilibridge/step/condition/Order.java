package io.meilibridge.step.condition;

import io.meilibridge.step.rule.Operator;

/// The operators that ask how a value stands to another.
enum Order {
    EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL;

    /// `equals` and `not_equals` are both EQUAL: the second is negated as a whole, null included.
    ///
    /// @throws IllegalArgumentException for operators that look inside a text
    static Order of(Operator operator) {
        return switch (operator) {
            case EQUALS, NOT_EQUALS -> EQUAL;
            case GREATER_THAN -> GREATER;
            case GREATER_OR_EQUAL -> GREATER_OR_EQUAL;
            case LESS_THAN -> LESS;
            case LESS_OR_EQUAL -> LESS_OR_EQUAL;
            case CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES ->
                    throw new IllegalArgumentException(operator.label() + " does not order.");
        };
    }

    /// @param comparison of the value with the literal, as `compareTo` answers
    boolean holds(int comparison) {
        return switch (this) {
            case EQUAL -> comparison == 0;
            case GREATER -> comparison > 0;
            case GREATER_OR_EQUAL -> comparison >= 0;
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
        };
    }
}
