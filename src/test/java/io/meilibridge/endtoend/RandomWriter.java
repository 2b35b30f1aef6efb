package io.meilibridge.endtoend;

import io.meilibridge.event.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Makes random transactions on rows of its own until it is told to end: inserts, updates of one
/// column of a row with a value out of line, deletes, changes of the key, over several tables, some
/// of hundreds of rows, some rolled back.
final class RandomWriter implements AutoCloseable {

    static final List<String> TABLES = List.of("plain", "wide", "logged");

    /// Rows of a writer per table: few enough that a row is written again and again.
    private static final int ROWS = 150;

    private static final int ID_RANGE = 100_000;

    private final Scene scene;
    private final Promises promises;
    private final AtomicLong versions;
    private final Random random;
    private final int firstId;
    private final List<TreeSet<Integer>> present =
            TABLES.stream().map(_ -> new TreeSet<Integer>()).toList();
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable SQLException failure;
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong changedRows = new AtomicLong();

    RandomWriter(Scene scene, Promises promises, AtomicLong versions, long seed, int number) {
        this.scene = scene;
        this.promises = promises;
        this.versions = versions;
        this.random = new Random(seed + number);
        this.firstId = number * ID_RANGE;
        this.thread = Thread.ofPlatform().name("writer-" + number).start(this::run);
    }

    static void createTables(Scene scene) throws SQLException {
        for (String table : TABLES) {
            scene.sql(
                    "CREATE TABLE " + table + " (id int PRIMARY KEY, version bigint, pad text)",
                    "ALTER TABLE " + table + " ALTER COLUMN pad SET STORAGE EXTERNAL");
        }
        scene.sql("ALTER TABLE logged REPLICA IDENTITY FULL");
    }

    long transactions() {
        return transactions.get();
    }

    /// How many rows were changed by commits that were heard of.
    long changedRows() {
        return changedRows.get();
    }

    private void run() {
        try {
            WriterConnection.keep(scene, () -> ending, this::write);
        } catch (SQLException unexpected) {
            failure = unexpected;
        }
    }

    private void write(Connection connection, Statement statement) throws SQLException {
        lookWhatIsPresent(statement);
        while (!ending) {
            transaction(connection, statement);
            LockSupport.parkNanos(random.nextInt(24_000_000));
        }
    }

    /// After a connection was lost in a commit this is not known otherwise.
    private void lookWhatIsPresent(Statement statement) throws SQLException {
        for (int i = 0; i < TABLES.size(); i++) {
            present.get(i).clear();
            String own = " WHERE id >= %d AND id < %d".formatted(firstId, firstId + ID_RANGE);
            try (ResultSet ids = statement.executeQuery("SELECT id FROM " + TABLES.get(i) + own)) {
                while (ids.next()) {
                    present.get(i).add(ids.getInt(1));
                }
            }
        }
    }

    private void transaction(Connection connection, Statement statement) throws SQLException {
        Promises.Intent intent = promises.new Intent();
        List<TreeSet<Integer>> before = new ArrayList<>();
        present.forEach(ids -> before.add(new TreeSet<>(ids)));
        int changes = random.nextInt(40) == 0 ? 400 : 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            statement.execute(change(random.nextInt(TABLES.size()), intent));
        }
        if (random.nextInt(12) == 0) {
            connection.rollback();
            intent.rolledBack();
            for (int i = 0; i < before.size(); i++) {
                present.get(i).clear();
                present.get(i).addAll(before.get(i));
            }
            return;
        }
        connection.commit();
        try (ResultSet lsn = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
            lsn.next();
            intent.committed(Lsn.parse(lsn.getString(1)));
        }
        connection.commit();
        transactions.incrementAndGet();
        changedRows.addAndGet(changes);
    }

    private String change(int tableNumber, Promises.Intent intent) {
        String table = TABLES.get(tableNumber);
        TreeSet<Integer> ids = present.get(tableNumber);
        long version = versions.incrementAndGet();
        int dice = random.nextInt(10);
        if (ids.isEmpty() || (dice < 3 && ids.size() < ROWS)) {
            int id = freeId(ids);
            ids.add(id);
            intent.leaves(new Promises.RowKey(table, id), version, true);
            return "INSERT INTO %s VALUES (%d, %d, repeat('%d ', %d))"
                    .formatted(table, id, version, version, random.nextInt(3) == 0 ? 900 : 2);
        }
        int id = anyOf(ids);
        if (dice < 8) {
            intent.leaves(new Promises.RowKey(table, id), version, true);
            return "UPDATE %s SET version = %d WHERE id = %d".formatted(table, version, id);
        }
        ids.remove(id);
        intent.leaves(new Promises.RowKey(table, id), version, false);
        if (dice == 8) {
            return "DELETE FROM %s WHERE id = %d".formatted(table, id);
        }
        int moved = freeId(ids);
        ids.add(moved);
        intent.leaves(new Promises.RowKey(table, moved), version, true);
        return "UPDATE %s SET id = %d, version = %d WHERE id = %d"
                .formatted(table, moved, version, id);
    }

    private int freeId(Set<Integer> ids) {
        int id = firstId + random.nextInt(2 * ROWS);
        while (ids.contains(id)) {
            id = firstId + random.nextInt(2 * ROWS);
        }
        return id;
    }

    private int anyOf(Set<Integer> ids) {
        List<Integer> list = new ArrayList<>(ids);
        Collections.sort(list);
        return list.get(random.nextInt(list.size()));
    }

    /// Ends the current transaction and the thread.
    @Override
    public void close() {
        ending = true;
        try {
            thread.join(20_000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError("The writer failed: " + failure, failure);
        }
    }
}
