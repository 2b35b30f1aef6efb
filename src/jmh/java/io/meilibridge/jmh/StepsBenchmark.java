package io.meilibridge.jmh;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.step.Mapped;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The product row through all steps of a task without rules, in chunks as the stream makes them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepsBenchmark {

    private static final int ROWS = 512;

    private final TaskSteps steps = new TaskSteps(TaskRules.of("products", ProductFrames.TABLE));
    private final List<ChangeEvent> events = new ArrayList<>();

    @Setup
    public void prepare() {
        PgOutputDecoder decoder = ProductFrames.decoder();
        for (int i = 0; i < ROWS; i++) {
            InsertMessage insert = ProductFrames.decoded(decoder, 1_000_000 + i);
            events.add(
                    new ChangeEvent.Insert(insert.relation(), ProductFrames.at(i), insert.row()));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Mapped row() {
        List<ChangeEvent> left = steps.filter(steps.complete(events));
        return steps.map(steps.transform(steps.softDelete(left)));
    }
}
