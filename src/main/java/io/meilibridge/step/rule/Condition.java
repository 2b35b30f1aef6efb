package io.meilibridge.step.rule;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A condition on the columns of a row. How values compare: numbers exactly, times as times,
/// booleans as false before true, everything else as the text PostgreSQL prints, by code point. SQL
/// NULL is an ordinary value for [Operator#EQUALS], [Operator#NOT_EQUALS], [In] and [NotIn]; the
/// other comparisons are false on it.
public sealed interface Condition {

    /// One column against one value.
    record Comparison(String field, Operator operator, Literal value) implements Condition {

        /// @throws IllegalArgumentException when the operator has no meaning for the value: null
        ///   with any but `equals` and `not_equals`, or a `matches` whose value is no regular
        ///   expression
        public Comparison {
            requireName(field);
            Objects.requireNonNull(operator, "operator is null");
            Objects.requireNonNull(value, "value is null");
            boolean equality = operator == Operator.EQUALS || operator == Operator.NOT_EQUALS;
            if (value instanceof Literal.Null && !equality) {
                throw new IllegalArgumentException(
                        "Operator '"
                                + operator.label()
                                + "' on '"
                                + field
                                + "' needs a value other than null; use is_null or is_not_null.");
            }
            if (operator == Operator.MATCHES) {
                // Throws a PatternSyntaxException, which is an IllegalArgumentException.
                Pattern.compile(value.text());
            }
        }
    }

    record In(String field, List<Literal> values) implements Condition {
        public In {
            requireName(field);
            values = List.copyOf(values);
        }
    }

    record NotIn(String field, List<Literal> values) implements Condition {
        public NotIn {
            requireName(field);
            values = List.copyOf(values);
        }
    }

    record IsNull(String field) implements Condition {
        public IsNull {
            requireName(field);
        }
    }

    record IsNotNull(String field) implements Condition {
        public IsNotNull {
            requireName(field);
        }
    }

    /// All hold; true when there are none.
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /// One holds; false when there are none.
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    record Not(Condition condition) implements Condition {
        public Not {
            Objects.requireNonNull(condition, "condition is null");
        }
    }

    private static void requireName(String field) {
        if (field.isEmpty()) {
            throw new IllegalArgumentException("A condition needs the name of a column.");
        }
    }
}
