package io.meilibridge.dev.meilisearch.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigInteger;

/// Makes integers outside of i64 and u64 floating point numbers.
final class NumberNodes extends JsonNodeFactory {

    static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    @Override
    public ValueNode numberNode(BigInteger value) {
        return value.compareTo(SMALLEST) < 0 || value.compareTo(LARGEST) > 0
                ? numberNode(value.doubleValue())
                : super.numberNode(value);
    }
}
