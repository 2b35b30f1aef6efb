package io.meilibridge.step.transform;

import io.meilibridge.step.rule.Expression;
import io.meilibridge.step.rule.Literal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An expression over the cells of a row.
///
/// @param fields the columns that it names
record Calculation(Expression expression, Map<String, Slot> fields, String to) {

    private static final String RULE = "compute";
    private static final int DIVISION_DIGITS = 20;

    /// The value as text; null for null.
    @Nullable String text(Cells cells) {
        return text(expression, cells);
    }

    private @Nullable String text(Expression part, Cells cells) {
        return switch (part) {
            case Expression.Field field -> Slots.plain(cells, slot(field));
            case Expression.Constant constant ->
                    constant.value() instanceof Literal.Null ? null : constant.value().text();
            case Expression.Concat concat -> {
                StringBuilder text = new StringBuilder();
                for (Expression piece : concat.parts()) {
                    String value = text(piece, cells);
                    text.append(value == null ? "" : value);
                }
                yield text.toString();
            }
            case Expression.Arithmetic arithmetic -> {
                BigDecimal number = number(arithmetic, cells);
                yield number == null ? null : number.toPlainString();
            }
        };
    }

    private @Nullable BigDecimal number(Expression part, Cells cells) {
        return switch (part) {
            case Expression.Arithmetic arithmetic -> arithmetic(arithmetic, cells);
            case Expression.Field field -> parsed(text(field, cells), field.name());
            case Expression.Constant constant -> parsed(text(constant, cells), to);
            case Expression.Concat concat -> parsed(text(concat, cells), to);
        };
    }

    private static @Nullable BigDecimal parsed(@Nullable String text, String column) {
        return text == null || Values.isNotFinite(text) ? null : Values.number(text, RULE, column);
    }

    private @Nullable BigDecimal arithmetic(Expression.Arithmetic arithmetic, Cells cells) {
        BigDecimal left = number(arithmetic.left(), cells);
        BigDecimal right = number(arithmetic.right(), cells);
        if (left == null || right == null) {
            return null;
        }
        BigDecimal result =
                switch (arithmetic.kind()) {
                    case ADD -> left.add(right);
                    case SUBTRACT -> left.subtract(right);
                    case MULTIPLY -> left.multiply(right);
                    case DIVIDE -> right.signum() == 0 ? null : quotient(left, right);
                };
        return result == null ? null : Values.bounded(result, RULE, to);
    }

    private static BigDecimal quotient(BigDecimal left, BigDecimal right) {
        int digits = Math.max(left.precision(), right.precision()) + DIVISION_DIGITS;
        BigDecimal quotient = left.divide(right, new MathContext(digits, RoundingMode.HALF_EVEN));
        return quotient.signum() == 0 ? BigDecimal.ZERO : quotient.stripTrailingZeros();
    }

    private Slot slot(Expression.Field field) {
        Slot slot = fields.get(field.name());
        if (slot == null) {
            throw new IllegalStateException("Column '" + field.name() + "' was not compiled.");
        }
        return slot;
    }
}
