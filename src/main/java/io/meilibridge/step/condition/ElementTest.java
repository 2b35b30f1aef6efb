package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.step.relation.ArrayText;

/// Whether an array, of whatever dimensions, has an element of this text.
record ElementTest(TypeCodec codec, String literal) implements ValueTest {

    @Override
    public boolean test(Row row, int column) {
        return ArrayText.elements(codec.text(row, column)).contains(literal);
    }
}
