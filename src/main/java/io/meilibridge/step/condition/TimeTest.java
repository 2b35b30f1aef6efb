package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;

/// Compares dates and times as points in time.
record TimeTest(TypeCodec codec, Order order, long literalMicros) implements ValueTest {

    @Override
    public boolean test(Row row, int column) {
        return order.holds(Long.compare(codec.micros(row, column), literalMicros));
    }
}
