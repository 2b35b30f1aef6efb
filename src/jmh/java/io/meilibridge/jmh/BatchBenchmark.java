package io.meilibridge.jmh;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Changes that gather in a batch, of which a part meets an id that the batch has already.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchBenchmark {

    private static final int CHANGES = 5_000;
    private static final long SEED = 42;

    /// Kinds of changes.
    public enum Kind {
        REPLACE,
        PATCH
    }

    @Param({"0", "10", "90"})
    private int repeatedPercent = 0;

    @Param private Kind kind = Kind.REPLACE;

    private final List<DocumentChange> changes = new ArrayList<>();

    @Setup
    public void prepare() {
        Random random = new Random(SEED);
        String text = "A description of some length, as products have. ".repeat(8);
        int ids = 0;
        for (int i = 0; i < CHANGES; i++) {
            boolean repeated = ids > 0 && random.nextInt(100) < repeatedPercent;
            int number = repeated ? random.nextInt(ids) : ids++;
            DocumentId id = new DocumentId(Integer.toString(1_000_000 + number));
            changes.add(change(id, text, i));
        }
    }

    private DocumentChange change(DocumentId id, String text, int at) {
        return switch (kind) {
            case REPLACE ->
                    new DocumentChange.Replace(
                            ProductFrames.at(at),
                            id,
                            Document.of("{\"id\":" + id + ",\"text\":\"" + text + "\"}"));
            case PATCH ->
                    new DocumentChange.Patch(
                            ProductFrames.at(at),
                            id,
                            Document.of("{\"id\":" + id + ",\"stock\":" + at + "}"));
        };
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int change() {
        Batch batch = new Batch();
        batch.addAll(changes);
        return batch.replaces().size() + batch.patches().size() + batch.deletes().size();
    }
}
