package io.meilibridge.jmh;

import io.meilibridge.checkpoint.Admission;
import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.Lsn;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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

/// What the ledger costs a change: asked for each, with a receipt for each chunk of 512 of them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBenchmark {

    private static final int CHANGES = 512;

    @Param({"1", "512"})
    private int changesPerTransaction = 1;

    private DeliveryLedger ledger = empty();
    private long lsn;

    private static DeliveryLedger empty() {
        Lsn start = new Lsn(1);
        Checkpoint at = Checkpoint.at("products", start, Instant.EPOCH);
        return new DeliveryLedger(start, List.of(at), Clock.systemUTC());
    }

    @Setup
    public void prepare() {
        ledger = empty();
        lsn = 16;
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int change() {
        int taken = 0;
        for (int done = 0; done < CHANGES; done += changesPerTransaction) {
            lsn += 16;
            ledger.begin(new Lsn(lsn), 700);
            for (int i = 0; i < changesPerTransaction; i++) {
                taken += ledger.admit("products", i) == Admission.TAKE ? 1 : 0;
            }
            ledger.commit(new Lsn(lsn + 8), Instant.EPOCH);
        }
        ledger.handOver("products", CHANGES * 450L).release();
        return taken;
    }
}
