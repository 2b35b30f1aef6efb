package io.meilibridge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.event.Lsn;
import io.meilibridge.proxy.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A process that is killed again and again, with something else going wrong each time, while rows
/// of all shapes change. An outsider compares all the while what PostgreSQL was told with what the
/// indexes hold; now and then the writers rest until the indexes are equal to the tables.
final class Soak implements AutoCloseable {

    /// How often the writers rest.
    private static final int KILLS_BETWEEN_RESTS = 25;

    /// Of the writers that are not remembered: what they change must not take longer to arrive than
    /// the processes live.
    private static final Duration NAP_MAX = Duration.ofMillis(30);

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(3);

    private static final Pattern REASON = Pattern.compile("\"reason\":\"(\\w+)\"");

    /// How many faults before a failure are told.
    private static final int FAULTS_TOLD = 12;

    private final Scene scene;
    private final SoakFaults faults;
    private final Random random;
    private final long seed;
    private final Promises promises = new Promises();
    private final AtomicLong versions = new AtomicLong();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final Deque<String> account = new ArrayDeque<>();
    private @Nullable BridgeProcess bridge;
    private volatile boolean ending;
    private int kills;
    private int rests;
    private long changes;

    Soak(Scene scene, TcpProxy source, TcpProxy destination, long seed) {
        this.scene = scene;
        this.seed = seed;
        this.random = new Random(seed);
        this.faults = new SoakFaults(scene, source, destination, new Random(seed + 1));
    }

    /// Goes on until it is done, and then until everything is settled.
    ///
    /// @param isDone asked before each kill
    /// @return `kills=…, changes=…, lost=…, stale=…, extra=…`
    String run(BooleanSupplier isDone) throws Exception {
        killAsSoonAsThereIsASlot();
        bridge = scene.startStreaming();
        // One that goes on after each kill would bring what the stream has lost.
        new Jobs(running()).awaitNoneOpen(SETTLE_LIMIT);
        Thread poller = Thread.ofPlatform().name("confirmed-poller").start(this::compare);
        SoakTables.Difference difference = round(isDone);
        while (difference.isNone() && !isDone.getAsBoolean()) {
            difference = round(isDone);
        }
        ending = true;
        poller.join(10_000);
        String line =
                "kills=%d, changes=%d, lost=%d, stale=%d, extra=%d"
                        .formatted(
                                kills,
                                changes,
                                difference.lost(),
                                difference.stale(),
                                difference.extra());
        if (!difference.isNone() || !broken.isEmpty()) {
            throw failure(line + difference.examples() + "\n" + broken);
        }
        return line;
    }

    int kills() {
        return kills;
    }

    /// Before anything is stored, if it goes well.
    private void killAsSoonAsThereIsASlot() throws Exception {
        try (BridgeProcess first = scene.start()) {
            Scene.awaitUncut(
                    START_LIMIT,
                    () -> !confirmed().isEmpty(),
                    () -> "No slot is made:\n" + first.log());
            first.kill();
        }
    }

    private SoakTables.Difference round(BooleanSupplier isDone) throws Exception {
        long number = seed + 100L * ++rests;
        try (RandomWriter one = new RandomWriter(scene, promises, versions, number, 1);
                RandomWriter two = new RandomWriter(scene, promises, versions, number, 2);
                Churn shaped = new Churn(scene, number + 3, ShapedTables::change, NAP_MAX);
                Churn ruled = new Churn(scene, number + 4, RuledTables::change, NAP_MAX)) {
            for (int i = 0; i < KILLS_BETWEEN_RESTS && !isDone.getAsBoolean(); i++) {
                killOnce();
            }
            changes += shaped.changedRows() + ruled.changedRows();
            changes += one.changedRows() + two.changedRows();
        }
        return settle();
    }

    /// One life of the process: most are long enough to read the slot, some end while they begin.
    private void killOnce() throws Exception {
        BridgeProcess current = running();
        if (random.nextInt(4) > 0) {
            Scene.awaitUncut(
                    START_LIMIT,
                    () -> isRead() || !current.isAlive(),
                    () -> failure("The slot is not read:\n" + current.log()).getMessage());
        }
        park(random.nextInt(500));
        tell(faults.begin(current));
        park(random.nextInt(700));
        boolean recovers = random.nextBoolean();
        if (recovers) {
            faults.end();
            park(random.nextInt(700));
        }
        if (!current.isAlive()) {
            throw failure("The process ended by itself:\n" + current.log());
        }
        readsNoTableForNothing(current);
        current.kill();
        current.close();
        kills++;
        faults.end();
        bridge = scene.start();
        if (!broken.isEmpty()) {
            throw failure(broken + "\n" + current.log());
        }
    }

    /// A table that is read as a whole brings what the stream has lost, so it must not be without
    /// cause: the first time, or for a write of a process that was killed and came late.
    private void readsNoTableForNothing(BridgeProcess current) {
        String jobs = current.get("/api/jobs");
        Matcher reason = REASON.matcher(jobs);
        while (reason.find()) {
            if (!Set.of("first_start", "late_copy").contains(reason.group(1))) {
                throw failure("A table is read as a whole: " + jobs + "\n" + current.log());
            }
        }
    }

    private SoakTables.Difference settle() throws Exception {
        faults.end();
        BridgeProcess current = running();
        Scene.awaitUncut(
                START_LIMIT,
                () -> current.status("/api/jobs") == 200 && isRead(),
                () -> failure("It does not start:\n" + current.log()).getMessage());
        faults.resumeTasks(current);
        boolean settled = confirmsAll(current);
        SoakTables.Difference difference = SoakTables.difference(scene);
        if (!settled) {
            throw failure(
                    "Not all is confirmed: "
                            + difference
                            + broken
                            + faults.notStreaming(current)
                            + current.log()
                            + threads(current));
        }
        return difference;
    }

    /// What its threads do, those of the platform and virtual ones.
    private String threads(BridgeProcess current) throws IOException, InterruptedException {
        Path dump = scene.folder().resolve("threads.txt");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(current.pid()),
                        "Thread.dump_to_file",
                        "-overwrite",
                        dump.toString())
                .start()
                .waitFor(10, TimeUnit.SECONDS);
        return Files.exists(dump) ? Files.readString(dump) : "no threads";
    }

    /// Waits until the server need not keep any WAL for us, and every task streams.
    private boolean confirmsAll(BridgeProcess current) {
        String end = scene.value("SELECT pg_current_wal_insert_lsn()");
        long limit = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (System.nanoTime() - limit < 0 && broken.isEmpty()) {
            String confirmed = confirmed();
            if (!confirmed.isEmpty()
                    && !Lsn.parse(end).isAfter(Lsn.parse(confirmed))
                    && faults.notStreaming(current).isEmpty()) {
                return true;
            }
            park(200);
        }
        return false;
    }

    private BridgeProcess running() {
        BridgeProcess current = bridge;
        if (current == null) {
            throw new IllegalStateException("Nothing was started.");
        }
        return current;
    }

    private boolean isRead() {
        return ask("SELECT active FROM pg_replication_slots WHERE slot_name = '%s'").equals("t");
    }

    private String confirmed() {
        return ask("SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '%s'");
    }

    /// Empty while the server is away.
    private String ask(String sql) {
        try {
            String value = scene.server().query(scene.database(), sql.formatted(scene.slot()));
            return value == null ? "" : value;
        } catch (SQLException away) {
            return "";
        }
    }

    /// First what is confirmed, then what the indexes hold: these only ever grow newer.
    private void compare() {
        while (!ending && broken.isEmpty()) {
            String confirmed = confirmed();
            Map<String, Map<String, JsonNode>> documents = new HashMap<>();
            for (String table : RandomWriter.TABLES) {
                documents.put(table, scene.documents(table));
            }
            if (!confirmed.isEmpty()) {
                broken.addAll(promises.broken(Lsn.parse(confirmed), documents));
            }
            park(20);
        }
    }

    private static void park(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private void tell(String fault) {
        if (account.size() == FAULTS_TOLD) {
            account.removeFirst();
        }
        account.addLast("kill %d: %s".formatted(kills + 1, fault));
    }

    private AssertionError failure(String text) {
        return new AssertionError("-Dsoak.seed=%d, after %s\n%s".formatted(seed, account, text));
    }

    @Override
    public void close() {
        ending = true;
        faults.close();
        if (bridge != null) {
            bridge.close();
        }
    }
}
