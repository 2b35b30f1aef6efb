package io.meilibridge.jmh;

import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One value of each type family, from its text form to JSON.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ColumnBenchmark {

    /// A type's OID and a value.
    public enum Value {
        BOOL(16, "t"),
        INT8(20, "1234567"),
        FLOAT8(701, "1234.5678"),
        NUMERIC(1700, "12345.67"),
        TEXT(25, "A description of some length, as products have."),
        TEXT_ESCAPED(25, "A \"quoted\" text with a line\nbreak and an umlaut: ü."),
        UUID(2950, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        DATE(1082, "2024-01-31"),
        TIMESTAMP(1114, "2024-01-31 13:37:00.123456"),
        TIMESTAMPTZ(1184, "2024-01-31 13:37:00.123456+00"),
        INTERVAL(1186, "P1Y2M3DT4H5M6S"),
        JSONB(3802, "{\"size\": 4, \"color\": \"red\", \"list\": [1, 2, 3]}"),
        TEXT_ARRAY(1009, "{new,sale,\"in stock\"}"),
        BYTEA(17, "\\x00ff00ff00ff");

        private final int type;
        private final String text;

        Value(int type, String text) {
            this.type = type;
            this.text = text;
        }
    }

    @Param private Value value = Value.BOOL;

    private final JsonOutput out = new JsonOutput(1024);
    private TypeCodec codec = TypeCodecs.of(ColumnType.builtIn(16), TypeOptions.DEFAULTS);
    private Row row = Row.ofText(List.of());

    @Setup
    public void prepare() {
        codec = TypeCodecs.of(ColumnType.builtIn(value.type), TypeOptions.DEFAULTS);
        row = Row.ofText(List.of(value.text));
    }

    @Benchmark
    public int write() {
        out.reset();
        codec.write(row, 0, out);
        return out.size();
    }
}
