package io.meilibridge.step.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What [TransformRule.Compute] calculates: texts put together, or exact decimal arithmetic. Null
/// in arithmetic gives null; in a concatenation it is left out.
public sealed interface Expression {

    record Field(String name) implements Expression {
        public Field {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("An expression names an empty column.");
            }
        }
    }

    record Constant(Literal value) implements Expression {
        public Constant {
            Objects.requireNonNull(value, "value is null");
        }
    }

    record Concat(List<Expression> parts) implements Expression {
        public Concat {
            parts = List.copyOf(parts);
        }
    }

    /// Division is carried to 20 significant digits beyond those of the operands, rounded half
    /// even, trailing zeros dropped; a division by zero gives null.
    record Arithmetic(Kind kind, Expression left, Expression right) implements Expression {
        public Arithmetic {
            Objects.requireNonNull(kind, "kind is null");
            Objects.requireNonNull(left, "left is null");
            Objects.requireNonNull(right, "right is null");
        }
    }

    enum Kind {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    /// Reads an expression as users write it: column names (in double quotes where they are not
    /// letters, digits and `_`), numbers, texts in single quotes (doubled inside), `+ - * /`, `||`
    /// to put texts together, and parentheses. `||` binds weakest.
    ///
    /// @throws IllegalArgumentException with the place at which the text stops making sense
    static Expression parse(String text) {
        return new ExpressionParser(text).parse();
    }

    /// The columns that the expression reads.
    default Set<String> fields() {
        Set<String> names = new LinkedHashSet<>();
        collect(this, names);
        return names;
    }

    private static void collect(Expression expression, Set<String> names) {
        switch (expression) {
            case Field field -> names.add(field.name());
            case Constant ignored -> {}
            case Concat concat -> concat.parts().forEach(part -> collect(part, names));
            case Arithmetic arithmetic -> {
                collect(arithmetic.left(), names);
                collect(arithmetic.right(), names);
            }
        }
    }
}
