package io.meilibridge.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Changes rows until it is told to end, in transactions of a few changes and sometimes many, some
/// rolled back. Of a table `(id int PRIMARY KEY, version bigint, pad text)` it changes rows all
/// over it: updates that leave a large value as it is, deletes, inserts, changed keys.
final class Churn implements AutoCloseable {

    /// Two of these may come upon each other's rows: a deadlock, or a row moved to the same id.
    private static final Set<String> OF_ANOTHER_WRITER = Set.of("40P01", "23505");

    private final Scene scene;
    private final Function<Random, String> change;
    private final Duration napMax;
    private final Random random;
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable SQLException failure;
    private long transactions;
    private final AtomicLong changedRows = new AtomicLong();

    /// @param ids rows are changed from 1 up to this id
    Churn(Scene scene, String table, int ids, long seed) {
        this(scene, seed, random -> change(random, table, ids));
    }

    /// @param change makes the next statement; one that fails because a key is taken is rolled back
    Churn(Scene scene, long seed, Function<Random, String> change) {
        this(scene, seed, change, Duration.ofMillis(4));
    }

    /// @param napMax the longest rest between two transactions
    Churn(Scene scene, long seed, Function<Random, String> change, Duration napMax) {
        this.scene = scene;
        this.change = change;
        this.napMax = napMax;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().name("churn-" + seed).start(this::run);
    }

    static String[] table(String name, int rows) {
        return new String[] {
            "CREATE TABLE " + name + " (id int PRIMARY KEY, version bigint, pad text)",
            "ALTER TABLE " + name + " ALTER COLUMN pad SET STORAGE EXTERNAL",
            // Every tenth row has a value out of line.
            "INSERT INTO "
                    + name
                    + " SELECT n, 0, repeat(md5(n::text), CASE WHEN n % 10 = 0 THEN 80 ELSE 6 END)"
                    + " FROM generate_series(1, "
                    + rows
                    + ") n"
        };
    }

    private void run() {
        try {
            WriterConnection.keep(scene, () -> ending, this::write);
        } catch (SQLException unexpected) {
            failure = unexpected;
        }
    }

    private void write(Connection connection, Statement statement) throws SQLException {
        while (!ending) {
            transaction(connection, statement);
            transactions++;
            LockSupport.parkNanos(random.nextLong(napMax.toNanos()));
        }
    }

    private void transaction(Connection connection, Statement statement) throws SQLException {
        int changes = random.nextInt(30) == 0 ? 200 : 1 + random.nextInt(4);
        try {
            long rows = 0;
            for (int i = 0; i < changes; i++) {
                rows += statement.executeUpdate(change.apply(random));
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                changedRows.addAndGet(rows);
            }
        } catch (SQLException failed) {
            if (!connection.isValid(5)) {
                // Whatever the failure was: a server may stop right after it refused a row.
                throw new SQLException("The connection is lost.", "08006", failed);
            }
            connection.rollback();
            if (!OF_ANOTHER_WRITER.contains(failed.getSQLState())) {
                throw failed;
            }
        }
    }

    private static String change(Random random, String table, int ids) {
        int id = 1 + random.nextInt(ids);
        int version = 1 + random.nextInt(1_000_000_000);
        return switch (random.nextInt(8)) {
            case 0 -> "DELETE FROM %s WHERE id = %d".formatted(table, id);
            case 1 ->
                    ("INSERT INTO %s VALUES (%d, %d, 'made') ON CONFLICT (id)"
                                    + " DO UPDATE SET pad = repeat('new', 1000)")
                            .formatted(table, id, version);
            case 2 ->
                    ("UPDATE %1$s SET id = %3$d, version = %4$d WHERE id = %2$d"
                                    + " AND NOT EXISTS (SELECT FROM %1$s WHERE id = %3$d)")
                            .formatted(table, id, 1 + random.nextInt(2 * ids), version);
            default -> "UPDATE %s SET version = %d WHERE id = %d".formatted(table, version, id);
        };
    }

    /// How many rows were changed by commits that were heard of.
    long changedRows() {
        return changedRows.get();
    }

    /// Ends the current transaction and the thread.
    @Override
    public void close() {
        ending = true;
        try {
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError("The writer failed: " + failure, failure);
        }
        if (transactions < 10) {
            throw new AssertionError("Only " + transactions + " transactions were made.");
        }
    }
}
