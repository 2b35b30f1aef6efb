package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;

/// A compiled condition. TRUE and FALSE hold whatever the values are that the row does not know;
/// UNKNOWN may be said although they do not matter. An unchanged TOAST value is known not to be
/// null.
public sealed interface RowTest {

    /// @throws io.meilibridge.fault.MappingException when a regular expression took too long
    Outcome test(Row row);

    record AllOf(RowTest[] tests) implements RowTest {
        @Override
        public Outcome test(Row row) {
            Outcome least = Outcome.TRUE;
            for (RowTest test : tests) {
                Outcome outcome = test.test(row);
                if (outcome == Outcome.FALSE) {
                    return Outcome.FALSE;
                }
                if (outcome == Outcome.UNKNOWN) {
                    least = Outcome.UNKNOWN;
                }
            }
            return least;
        }
    }

    record AnyOf(RowTest[] tests) implements RowTest {
        @Override
        public Outcome test(Row row) {
            Outcome most = Outcome.FALSE;
            for (RowTest test : tests) {
                Outcome outcome = test.test(row);
                if (outcome == Outcome.TRUE) {
                    return Outcome.TRUE;
                }
                if (outcome == Outcome.UNKNOWN) {
                    most = Outcome.UNKNOWN;
                }
            }
            return most;
        }
    }

    record Negation(RowTest inner) implements RowTest {
        @Override
        public Outcome test(Row row) {
            return inner.test(row).negated();
        }
    }

    record IsNull(int column) implements RowTest {
        @Override
        public Outcome test(Row row) {
            return switch (row.kind(column)) {
                case NULL -> Outcome.TRUE;
                case TEXT, BINARY, UNCHANGED -> Outcome.FALSE;
                case ABSENT -> Outcome.UNKNOWN;
            };
        }
    }

    /// One value of the row, false on null.
    record HasValue(int column, ValueTest test) implements RowTest {
        @Override
        public Outcome test(Row row) {
            ValueKind kind = row.kind(column);
            return switch (kind) {
                case NULL -> Outcome.FALSE;
                case TEXT, BINARY -> Outcome.of(test.test(row, column));
                case UNCHANGED, ABSENT -> Outcome.UNKNOWN;
            };
        }
    }
}
