package io.meilibridge.telemetry.status;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.SourcePlan;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks at a source's slot, publications and WAL from the outside, every so often, on a virtual
/// thread and a connection of its own. What goes wrong there touches nothing else: nothing is known
/// then, until a later look succeeds.
public final class SlotWatch implements AutoCloseable {

    /// Between two looks, outside of tests.
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(SlotWatch.class.getName());

    private final SourcePlan plan;
    private final InstantSource clock;
    private final Duration interval;
    private final Consumer<SlotReading> onReading;
    private final Thread thread;
    private volatile @Nullable SlotReading reading;

    /// @param onReading called after each look that succeeded, on the watch's thread
    public SlotWatch(
            SourcePlan plan,
            InstantSource clock,
            Duration interval,
            Consumer<SlotReading> onReading) {
        this.plan = plan;
        this.clock = clock;
        this.interval = interval;
        this.onReading = onReading;
        this.thread = Thread.ofVirtual().name("slot-watch-" + plan.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// What the last look showed; empty before the first, and when it failed.
    public Optional<SlotReading> reading() {
        return Optional.ofNullable(reading);
    }

    private void run() {
        try {
            while (true) {
                watch();
                reading = null;
                Thread.sleep(interval);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks until something goes wrong.
    private void watch() throws InterruptedException {
        try (SlotQueries queries = SlotQueries.open(plan, clock)) {
            while (true) {
                SlotReading latest = queries.read();
                reading = latest;
                onReading.accept(latest);
                Thread.sleep(interval);
            }
        } catch (SQLException | PipelineException unseen) {
            // The source itself meets and tells the same fault, where it has a remedy.
            LOG.log(System.Logger.Level.DEBUG, "cannot look at slot '" + plan.slot() + "'", unseen);
        }
    }

    /// Ends the watch and its connection, without waiting for them.
    @Override
    public void close() {
        thread.interrupt();
    }
}
