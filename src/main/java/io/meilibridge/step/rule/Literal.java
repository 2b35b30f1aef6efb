package io.meilibridge.step.rule;

import java.math.BigDecimal;
import java.util.Objects;

/// A value as the configuration writes it.
public sealed interface Literal {

    record Text(String value) implements Literal {
        public Text {
            Objects.requireNonNull(value, "value is null");
        }
    }

    /// A number, exact as written, of at most so many digits as PostgreSQL's `numeric` has.
    record Decimal(BigDecimal value) implements Literal {
        private static final int SCALE_MAX = 16_383;

        /// @throws IllegalArgumentException when the number's plain text would be absurdly long
        public Decimal {
            Objects.requireNonNull(value, "value is null");
            if (Math.abs((long) value.scale()) > SCALE_MAX || value.precision() > 8 * SCALE_MAX) {
                throw new IllegalArgumentException("A number has more digits than numeric holds.");
            }
        }
    }

    record Truth(boolean value) implements Literal {}

    record Null() implements Literal {}

    static Literal of(String value) {
        return new Text(value);
    }

    static Literal of(long value) {
        return new Decimal(BigDecimal.valueOf(value));
    }

    static Literal of(BigDecimal value) {
        return new Decimal(value);
    }

    static Literal of(boolean value) {
        return new Truth(value);
    }

    static Literal ofNull() {
        return new Null();
    }

    /// The value as plain text: how it is compared with a text column; empty for null.
    default String text() {
        return switch (this) {
            case Text text -> text.value();
            case Decimal decimal -> decimal.value().toPlainString();
            case Truth truth -> Boolean.toString(truth.value());
            case Null ignored -> "";
        };
    }
}
