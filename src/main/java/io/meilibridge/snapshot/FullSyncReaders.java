package io.meilibridge.snapshot;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the chunks of one full sync into the queue of its source for as long as it is open: with
/// as many threads as the order says, each on a connection of its own, while there is a stream to
/// read beside. What fails is told and tried again.
public final class FullSyncReaders implements AutoCloseable {

    /// Between two looks for something to do.
    private static final long LOOK_MILLIS = 20;

    private static final long PAUSE_AFTER_FAULT_MILLIS = 1000;

    private final FullSync sync;
    private final TableReading reading;
    private final RowQueue queue;
    private final Supplier<@Nullable Beside> beside;
    private final Consumer<PipelineException> onFault;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /// @param beside what is open now; null between two streams
    /// @param onFault told by the threads that read
    public FullSyncReaders(
            FullSync sync,
            TableReading reading,
            RowQueue queue,
            Supplier<@Nullable Beside> beside,
            Consumer<PipelineException> onFault) {
        this.sync = sync;
        this.reading = reading;
        this.queue = queue;
        this.beside = beside;
        this.onFault = onFault;
    }

    public void start() {
        for (int i = 1; i <= sync.order().parallelism(); i++) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("full-sync-" + sync.order().task() + "-" + i)
                            .start(this::run));
        }
    }

    private void run() {
        try {
            while (!closed) {
                Beside present = beside.get();
                if (present != null) {
                    read(present);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Beside present) throws InterruptedException {
        PipelineException fault;
        try (ChunkReader reader = new ChunkReader(sync, reading, queue)) {
            while (!closed && present.equals(beside.get())) {
                if (!reader.readNext(present)) {
                    // What others have taken may still be given back.
                    Thread.sleep(LOOK_MILLIS);
                }
            }
            return;
        } catch (PipelineException failed) {
            fault = failed;
        } catch (RuntimeException bug) {
            fault =
                    new SourceException(
                            ErrorCode.SOURCE_FAILED,
                            "Reading table '" + reading.table() + "' failed.",
                            "See the cause in the log; retry the task.",
                            bug);
        }
        if (!closed) {
            onFault.accept(fault);
            Thread.sleep(PAUSE_AFTER_FAULT_MILLIS);
        }
    }

    /// Ends the threads, without waiting for them: what they had taken is given back.
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
