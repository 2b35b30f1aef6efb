package io.meilibridge.replication;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/// How fast a slot is drained, and what waiting costs: the figures of
/// `docs/decisions/0001-copy-api-instead-of-stream-api.md`. A main program beside the tests; run it
/// on an otherwise idle machine. The slot is never confirmed, so that each run reads the same
/// 550,000 rows.
public final class DrainBenchmark {

    private static final int ROWS = 550_000;
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final String SETUP =
            """
            CREATE TABLE product (id bigint PRIMARY KEY, sku text, name text, description text,
              price numeric(10,2), stock int, active boolean, tags text[], attributes jsonb,
              updated_at timestamptz)
            """;

    private static final String LOAD =
            """
            INSERT INTO product SELECT n, 'SKU-' || lpad(n::text, 9, '0'), 'Product number ' || n,
              repeat('A plain description of it. ', 8), (n %% 99999) / 100.0, n %% 500, n %% 7 <> 0,
              ARRAY['tag' || n %% 10, 'tag' || n %% 17, 'new'],
              jsonb_build_object('color', 'red', 'size', n %% 40, 'weight', n %% 1000 / 10.0),
              timestamptz '2024-01-01' + n * interval '1 s'
            FROM generate_series(%d, %d) n
            """;

    private DrainBenchmark() {}

    /// What one drain took.
    private record Drain(double rowsPerSecond, double cpuMicrosPerRow, long chunks) {}

    private interface Drainer {
        long drain() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of("max_wal_size", "8GB"));
                SourceDatabase source = SourceDatabase.on(server, "drain")) {
            source.execute(SETUP, "CREATE PUBLICATION pub FOR TABLE product");
            source.execute("SELECT pg_create_logical_replication_slot('drain', 'pgoutput')");
            for (int from = 1; from <= ROWS; from += 5000) {
                source.execute(LOAD.formatted(from, from + 4999));
            }
            drains(source);
            idle(source);
        }
    }

    private static void drains(SourceDatabase source) throws Exception {
        Map<String, Drainer> ways =
                Map.of(
                        "copy API, no nap", () -> viaCopy(source, 0),
                        "copy API, nap 0.5 ms", () -> viaCopy(source, 500_000),
                        "copy API, nap 2 ms", () -> viaCopy(source, 2_000_000),
                        "stream API readPending", () -> viaStream(source, false),
                        "stream API read", () -> viaStream(source, true));
        // Round by round through all ways, so that what else the machine does hits all alike.
        Map<String, List<Drain>> drains = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Drainer> way : new TreeMap<>(ways).entrySet()) {
                SourceDatabase.await("the slot is free", () -> isFree(source));
                Drain drain = timed(way.getValue());
                drains.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(drain);
            }
        }
        drains.forEach(DrainBenchmark::print);
    }

    private static Drain timed(Drainer way) throws Exception {
        long cpu = threads().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long chunks = way.drain();
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (threads().getCurrentThreadCpuTime() - cpu) / 1e3 / ROWS;
        return new Drain(ROWS / seconds, micros, chunks);
    }

    private static void print(String name, List<Drain> drains) {
        System.out.printf(
                Locale.ROOT,
                "%-24s first %,9.0f  median %,9.0f rows/s  %.2f us CPU/row  %,d chunks%n",
                name,
                drains.getFirst().rowsPerSecond(),
                median(drains.stream().map(Drain::rowsPerSecond).toList()),
                median(drains.stream().map(Drain::cpuMicrosPerRow).toList()),
                drains.getLast().chunks());
    }

    private static ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static boolean isFree(SourceDatabase source) {
        try {
            return "f".equals(source.query("SELECT active FROM pg_replication_slots"));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long viaCopy(SourceDatabase source, long napNanos) {
        byte[][] frames = new byte[512][];
        long rows = 0;
        long chunks = 0;
        try (WalStream stream =
                WalStream.open(source.connections(), StreamOptions.of("drain", List.of("pub")))) {
            while (rows < ROWS) {
                int count = stream.read(frames, ReadLimits.DEFAULT);
                for (int i = 0; i < count; i++) {
                    rows += frames[i][WalChunk.HEADER_BYTES] == 'I' ? 1 : 0;
                }
                chunks += count > 0 ? 1 : 0;
                if (napNanos > 0 && stream.emptied() && count > 64) {
                    LockSupport.parkNanos(napNanos);
                }
            }
        }
        return chunks;
    }

    private static long viaStream(SourceDatabase source, boolean blocking) throws Exception {
        long rows = 0;
        try (Connection connection = source.connections().openReplication();
                PGReplicationStream stream =
                        connection
                                .unwrap(PGConnection.class)
                                .getReplicationAPI()
                                .replicationStream()
                                .logical()
                                .withSlotName("drain")
                                .withSlotOption("proto_version", 1)
                                .withSlotOption("publication_names", "pub")
                                .start()) {
            while (rows < ROWS) {
                ByteBuffer message = blocking ? stream.read() : stream.readPending();
                rows += message != null && message.get(message.position()) == 'I' ? 1 : 0;
            }
        }
        return 0;
    }

    /// What a stream costs on which nothing happens, as a part of one core.
    private static void idle(SourceDatabase source) throws Exception {
        SourceDatabase.await("the slot is free", () -> isFree(source));
        byte[][] frames = new byte[512][];
        String current = String.valueOf(source.query("SELECT pg_current_wal_lsn()"));
        try (WalStream stream =
                WalStream.open(source.connections(), StreamOptions.of("drain", List.of("pub")))) {
            long rows = 0;
            while (rows < ROWS) {
                int count = stream.read(frames, ReadLimits.DEFAULT);
                for (int i = 0; i < count; i++) {
                    rows += frames[i][WalChunk.HEADER_BYTES] == 'I' ? 1 : 0;
                }
            }
            Lsn end = Lsn.parse(current);
            stream.sendStatus(end, end);
            report("idle, read() in a loop", () -> loop(stream, frames));
            report("idle, awaitInput()", () -> stream.awaitInput(IDLE));
        }
    }

    private static void loop(WalStream stream, byte[][] frames) {
        long limit = System.nanoTime() + IDLE.toNanos();
        while (System.nanoTime() < limit) {
            stream.read(frames, ReadLimits.DEFAULT);
        }
    }

    private static void report(String name, Runnable waiting) {
        long cpu = threads().getCurrentThreadCpuTime();
        waiting.run();
        double part = (threads().getCurrentThreadCpuTime() - cpu) / (double) IDLE.toNanos();
        System.out.printf(Locale.ROOT, "%-24s %.2f %% of a core%n", name, part * 100);
    }
}
