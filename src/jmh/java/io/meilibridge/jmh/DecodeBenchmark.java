package io.meilibridge.jmh;

import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// An Insert message of the product row, from bytes to a row that views them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

    private PgOutputDecoder decoder = ProductFrames.decoder();
    private byte[] frame = {};

    @Setup
    public void prepare() {
        decoder = ProductFrames.decoder();
        frame = ProductFrames.insert(1_000_000);
    }

    @Benchmark
    public PgOutputMessage decode() {
        return decoder.decode(frame, 0);
    }
}
