package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.step.relation.TimeLimitedPattern;

/// Whether a regular expression is found in a value's text.
record PatternTest(TypeCodec codec, TimeLimitedPattern pattern) implements ValueTest {

    @Override
    public boolean test(Row row, int column) {
        return pattern.find(codec.text(row, column)) != null;
    }
}
