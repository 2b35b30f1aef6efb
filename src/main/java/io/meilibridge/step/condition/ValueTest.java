package io.meilibridge.step.condition;

import io.meilibridge.event.Row;

/// A test of one column's value, which is there and not null.
interface ValueTest {

    boolean test(Row row, int column);
}
