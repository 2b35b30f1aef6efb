package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.event.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The table that is changed: ten columns, about 450 bytes a row on the wire.
///
/// Every burst inserts new ids and updates ids of before it, each once, so that no two changes of a
/// burst share an id: nothing is coalesced, and the rows that arrive can be counted exactly.
final class ProductTable {

    static final String DATABASE = "bench";

    private static final String DEFINITION =
            """
            CREATE TABLE products (
              id bigint PRIMARY KEY, sku text NOT NULL, name text NOT NULL, description text,
              price numeric(10,2), stock int, active bool, tags text[], attributes jsonb,
              updated_at timestamptz)
            """;

    private static final String VALUES =
            """
             SELECT n, 'SKU-' || lpad(n::text, 9, '0'), 'Product number ' || n,
              repeat(md5(n::text) || ' ', 7), (n % 100000) / 100.0, n % 1000, n % 7 <> 0,
              ARRAY['new', 'sale', 'in stock'],
              jsonb_build_object('color', 'red', 'size', n % 50),
              timestamptz '2024-01-31 13:37:00+00' + n * interval '1 second'
            """;

    private static final String INSERT =
            "INSERT INTO products" + VALUES + "FROM generate_series(?, ?) n";

    private static final String INSERT_ONE =
            "INSERT INTO products" + VALUES + "FROM (VALUES (?::bigint)) one (n)";

    private static final String UPDATE =
            "UPDATE products SET stock = stock + 1, price = price + 1 WHERE id BETWEEN ? AND ?";

    private final PostgresServer server;
    private final int updates;
    private long nextId;

    /// @param updates of each burst
    ProductTable(PostgresServer server, int updates) throws SQLException {
        this.server = server;
        this.updates = updates;
        this.nextId = updates + 1L;
        server.createDatabase(DATABASE);
        server.execute(DATABASE, DEFINITION);
        try (Connection connection = server.connect(DATABASE);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            inPieces(insert, 1, updates, updates);
        }
    }

    /// The part of a burst that updates.
    static int updatesOf(int rows) {
        return Math.max(1, rows / 11);
    }

    /// Writes so many changes, in transactions of 100 to 100,000 rows (of 550,000 in all), and
    /// returns where the WAL then stands.
    Lsn burst(int rows) throws SQLException {
        int inserts = rows - updates;
        try (Connection connection = server.connect(DATABASE);
                PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            int large = inserts / 5;
            inPieces(insert, take(large), large, large);
            inPieces(insert, take(2L * large), 2L * large, Math.max(100, large / 10));
            inPieces(insert, take(large), large, Math.max(10, large / 100));
            int rest = inserts - 4 * large;
            inPieces(insert, take(rest), rest, Math.max(1, large / 1000));
            inPieces(update, 1, updates, Math.max(5, large / 200));
            return walEnd(connection);
        }
    }

    /// Takes so many ids that no row has yet.
    ///
    /// @return the first
    long take(long ids) {
        long first = nextId;
        nextId += ids;
        return first;
    }

    private static void inPieces(PreparedStatement statement, long first, long count, long piece)
            throws SQLException {
        long end = first + count;
        for (long start = first; start < end; start += piece) {
            statement.setLong(1, start);
            statement.setLong(2, Math.min(start + piece, end) - 1);
            statement.execute();
        }
    }

    /// Inserts one row at a time, each in a transaction of its own. Belongs to one thread.
    static PreparedStatement single(Connection connection) throws SQLException {
        return connection.prepareStatement(INSERT_ONE);
    }

    static Lsn walEnd(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }
}
