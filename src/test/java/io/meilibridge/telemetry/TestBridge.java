package io.meilibridge.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meilibridge.batch.AdaptiveSize;
import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.TableName;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.meilisearch.IndexPlan;
import io.meilibridge.meilisearch.MeilisearchServer;
import io.meilibridge.meilisearch.SettleWatch;
import io.meilibridge.meilisearch.TestCircuit;
import io.meilibridge.replication.ConnectionOptions;
import io.meilibridge.replication.Credentials;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.ServerAddress;
import io.meilibridge.replication.StreamOptions;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.FullSyncPlan;
import io.meilibridge.task.FullSyncs;
import io.meilibridge.task.Handover;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.Pauses;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceOpening;
import io.meilibridge.task.SourcePlan;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskDefinition;
import io.meilibridge.task.TaskListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Real sources and tasks whose server never answers: a source fails with the fault it is given, or
/// connects until it is closed.
public final class TestBridge {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOBODY_LISTENS = 1;

    private TestBridge() {}

    /// The task `<table>` of source `shop`, from `public.<table>` into the index `<table>`.
    public static SyncTask task(String table, TaskListener listener) {
        return task(table, listener, new Pauses(new MemoryStore()));
    }

    public static SyncTask task(String table, TaskListener listener, Pauses pauses) {
        IndexUid index = new IndexUid(table);
        DestinationIndex destination =
                new DestinationIndex(
                        new IndexLane(index, Duration.ZERO, 100, System::nanoTime),
                        new IndexPlan(index, JsonNodeFactory.instance.objectNode(), true),
                        new MeilisearchServer(
                                new SettleWatch(() -> {}),
                                TestCircuit.never(),
                                (finished, view, documents) -> {},
                                request -> {
                                    throw new AssertionError("Nothing is asked here.");
                                }));
        TaskRules rules = TaskRules.of(table, new TableName("public", table));
        TaskDefinition definition =
                new TaskDefinition(
                        table,
                        "shop",
                        index,
                        "sync-task",
                        true,
                        "",
                        rules,
                        AdaptiveSize.fixed(500),
                        1_000_000,
                        Duration.ofSeconds(1),
                        tries -> Duration.ZERO,
                        new FullSyncPlan(
                                FullSyncPlan.Start.NONE,
                                FullSyncPlan.OnChange.WARN,
                                1000,
                                1,
                                null,
                                false));
        return new SyncTask(
                definition,
                destination,
                xids -> {
                    throw new AssertionError("Nothing is read again here.");
                },
                null,
                pauses,
                listener,
                InstantSource.system());
    }

    public static SourcePlan plan(String name, PgConnections connections, String slot) {
        return new SourcePlan(
                name,
                connections,
                StreamOptions.of(slot, List.of("shop_pub")),
                true,
                true,
                false,
                false,
                Duration.ofSeconds(10),
                Duration.ZERO,
                1_000_000,
                0,
                () -> true,
                Path.of("data", "spool"));
    }

    /// The source `shop` of slot `shop_slot`.
    ///
    /// @param fault what opening its stream ends in; null: it connects until it is closed
    public static SourceRun source(
            @Nullable PipelineException fault, SourceListener listener, SyncTask... tasks) {
        return source("shop", fault, listener, tasks);
    }

    public static SourceRun source(
            String name,
            @Nullable PipelineException fault,
            SourceListener listener,
            SyncTask... tasks) {
        return source(name, name + "_slot", fault, listener, tasks);
    }

    public static SourceRun source(
            String name,
            String slot,
            @Nullable PipelineException fault,
            SourceListener listener,
            SyncTask... tasks) {
        PgConnections connections =
                new PgConnections(
                        ConnectionOptions.of(
                                new ServerAddress("127.0.0.1", NOBODY_LISTENS, "shop"),
                                Credentials.of("nobody", "")),
                        InstantSource.system());
        return new SourceRun(
                plan(name, connections, slot),
                Arrays.asList(tasks),
                new Opening(fault),
                fullSyncs(tasks),
                tries -> Duration.ofMinutes(1),
                listener,
                InstantSource.system());
    }

    /// Full syncs that nobody works on.
    public static FullSyncs fullSyncs(SyncTask... tasks) {
        return new FullSyncs(Arrays.asList(tasks), new MemoryStore(), InstantSource.system());
    }

    private record Opening(@Nullable PipelineException fault) implements SourceOpening {

        @Override
        public OpenedStream open() throws InterruptedException {
            if (fault != null) {
                throw fault;
            }
            new CountDownLatch(1).await();
            throw new AssertionError("Nobody counts down.");
        }

        @Override
        public void beginAnew(boolean withNewSlot) {}

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public boolean serverWantsToStop() {
            return false;
        }
    }

    /// Starts the source and waits until it has met its fault.
    public static SourceRun started(SourceRun source) {
        source.start(sink(chunk -> {}));
        await(
                "source '" + source.plan().name() + "' met its fault",
                () -> !(source.state() instanceof SourceState.Connecting));
        return source;
    }

    /// Takes chunks; rows of full syncs do not come.
    public static SourceRun.Sink sink(Consumer<WalChunk> chunks) {
        return new SourceRun.Sink() {
            @Override
            public void chunk(WalChunk chunk) {
                chunks.accept(chunk);
            }

            @Override
            public void rows(Handover rows) {
                throw new AssertionError("Nothing is read as a whole here.");
            }
        };
    }

    public static Bridge of(SourceRun... sources) {
        return new Bridge(Arrays.asList(sources), null);
    }

    public static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("Waited " + PATIENCE + " in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }
}
