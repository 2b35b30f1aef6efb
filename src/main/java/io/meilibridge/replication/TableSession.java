package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Reads one table, each time as of one snapshot: in a transaction of REPEATABLE READ, READ ONLY,
/// begun anew by [#renew()]. One thread, but for [#close()].
public final class TableSession implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TableSession.class.getName());

    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    /// A standby writes no WAL: what it has replayed is what its snapshots see.
    private static final String WAL_END =
            "CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()"
                    + " ELSE pg_catalog.pg_current_wal_insert_lsn() END::text,"
                    + " pg_catalog.current_setting('wal_block_size')";

    /// True when a message was committed, which has the server write out its WAL; null when nothing
    /// waited to be written.
    private static final String WRITE_OUT =
            "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL"
                    + " WHEN pg_catalog.pg_current_wal_insert_lsn()"
                    + " > pg_catalog.pg_current_wal_flush_lsn()"
                    + " THEN pg_catalog.pg_logical_emit_message(true, 'meilibridge', '')"
                    + " IS NOT NULL END";

    /// The longest header of a page of the WAL: PostgreSQL source, access/xlog_internal.h,
    /// XLogLongPageHeaderData.
    private static final int WAL_PAGE_HEADER_BYTES = 40;

    /// PostgreSQL docs, Error Codes, class 22.
    private static final String DATA_EXCEPTION = "22";

    private final Connection connection;
    private final ConnectionOptions options;
    private final FaultScene scene;
    private final TableName table;
    private boolean inTransaction;
    private boolean cannotWriteOut;

    private TableSession(Connection connection, ConnectionOptions options, TableName table) {
        this.connection = connection;
        this.options = options;
        this.table = table;
        this.scene = FaultScene.doing(options, "read table '" + table + "'");
    }

    /// A session without a transaction yet: [#renew()] has to follow.
    ///
    /// @throws SourceException when there is no connection to be had
    public static TableSession open(PgConnections connections, TableName table) {
        Connection connection = connections.openOrdinary();
        TableSession session = new TableSession(connection, connections.options(), table);
        // A table takes as long as it takes; and nobody else waits for this session to go on.
        // What it commits, see writeOutWal, need not wait for a standby.
        session.takeItsTime();
        session.execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                        + " SET synchronous_commit = local");
        return session;
    }

    private void takeItsTime() {
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            close();
            throw SourceFaults.of(e, scene);
        }
    }

    /// What a snapshot sees.
    ///
    /// @param view of the transactions
    /// @param walEnd an end of the WAL that the commit of everything that it sees lies before
    public record Sight(SnapshotView view, Lsn walEnd) {}

    /// Ends the transaction, if there is one, and begins another with a snapshot of now.
    public Sight renew() {
        end();
        inTransaction = true;
        execute(BEGIN);
        // The first to take the snapshot; the end of the WAL is looked at after it.
        SnapshotView view = SnapshotView.parse(one("pg_catalog.pg_current_snapshot()::text"));
        return new Sight(view, walEnd());
    }

    /// Where the next record would go is past the header of its page. Of a page that holds nothing
    /// else the stream never tells, so the end is then that of the page before.
    private Lsn walEnd() {
        return new SourceInspector(connection, options)
                .ask(
                        "SELECT " + WAL_END,
                        rows -> {
                            rows.next();
                            long end = Lsn.parse(rows.getString(1)).value();
                            long inPage = Long.remainderUnsigned(end, rows.getLong(2));
                            return new Lsn(inPage <= WAL_PAGE_HEADER_BYTES ? end - inPage : end);
                        });
    }

    /// Ends the transaction, if there is one: nothing holds back the server's clean-up any more.
    public void end() {
        if (inTransaction) {
            inTransaction = false;
            execute("ROLLBACK");
        }
    }

    /// Takes a transaction's id, so that every id that was given out before shows in later
    /// snapshots as running for as long as it is. On a standby nothing is done: what it sees
    /// follows its replay.
    public void passTransactionIds() {
        end();
        if ("f".equals(one("pg_catalog.pg_is_in_recovery()"))) {
            one("pg_catalog.pg_current_xact_id()");
        }
    }

    /// Ends the transaction, if there is one, and has the server write out its WAL as far as it
    /// goes, if not all of it is. The stream has only what is written out, and what reading adds to
    /// the WAL (hint bits, pruned pages) a server without commits leaves for seconds. Best done:
    /// without the right to it, or on a standby, nothing is.
    public void writeOutWal() {
        end();
        if (cannotWriteOut) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(WRITE_OUT);
        } catch (SQLException e) {
            cannotWriteOut = true;
            LOG.log(System.Logger.Level.DEBUG, "the server is not asked to write out its WAL", e);
        }
    }

    /// Which of these transactions have certainly not committed, as far as our role may know: their
    /// sessions are seen doing something else than waiting for a synchronous standby. One that is
    /// prepared has no session; it may be one that another has committed and waits for, if any
    /// does.
    public Set<Long> uncommitted(Set<Long> xids) {
        if (xids.isEmpty()) {
            return Set.of();
        }
        return new SourceInspector(connection, options)
                .ask(
                        "SELECT backend_xid::text FROM pg_catalog.pg_stat_activity WHERE"
                                + " backend_xid IS NOT NULL AND state IS NOT NULL AND wait_event IS"
                                + " DISTINCT FROM 'SyncRep' UNION ALL SELECT transaction::text FROM"
                                + " pg_catalog.pg_prepared_xacts WHERE NOT EXISTS (SELECT FROM"
                                + " pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep' OR"
                                + " (state IS NULL AND backend_type = 'client backend'))",
                        rows -> {
                            Set<Long> found = new HashSet<>();
                            while (rows.next()) {
                                int low = Integer.parseUnsignedInt(rows.getString(1));
                                xids.stream()
                                        .filter(xid -> xid.intValue() == low)
                                        .forEach(found::add);
                            }
                            return found;
                        });
    }

    /// The table as the catalog shows it now; empty when there is none of that name any more.
    public Optional<TableState> state() {
        return new SourceInspector(connection, options).table(table);
    }

    /// Where the table's rows lie now, whatever the snapshot.
    public TableStorage storage(int oid) {
        return TableStorage.of(new SourceInspector(connection, options), oid);
    }

    /// COPY's formats.
    public enum CopyFormat {
        /// Each message is a row with the line feed that ends it.
        TEXT,
        /// Each message is a row; the file's header stands in front of the first message, its
        /// trailer is the last.
        BINARY
    }

    /// Takes what COPY sends.
    @FunctionalInterface
    public interface Messages {
        /// @param message an array of its own, the taker's from now on
        /// @return whether to go on
        boolean take(byte[] message);
    }

    /// Runs `COPY (query) TO STDOUT` to its end, or until the taker has had enough.
    ///
    /// @return whether it came to its end
    public boolean copy(String query, CopyFormat format, Messages messages) {
        try {
            return run(query, format, messages);
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    private boolean run(String query, CopyFormat format, Messages messages) throws SQLException {
        CopyOut copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY (" + query + ") TO STDOUT (FORMAT " + format + ")");
        byte[] message;
        while ((message = copy.readFromCopy()) != null) {
            if (!messages.take(message)) {
                copy.cancelCopy();
                return false;
            }
        }
        return true;
    }

    /// Keys whose rows are wanted.
    ///
    /// @param conditions of SQL that rows have to meet too, each begun by AND; empty for none
    /// @param columns that are wanted
    /// @param key the key's columns
    /// @param keys their texts
    public record Wanted(
            String conditions,
            List<String> columns,
            List<TableState.TableColumn> key,
            List<List<String>> keys) {}

    /// Reads the rows of keys, in the text format: each line has the columns, and after them the
    /// key's place in the list.
    ///
    /// @return false when some text is no value of its key column: the transaction has ended then
    public boolean copyOf(Wanted wanted, Messages lines) {
        String query =
                wanted.columns().stream()
                                .map(column -> "t." + TableName.quote(column) + ", ")
                                .collect(Collectors.joining("", "SELECT ", "k.place"))
                        + KeyList.joined(
                                "(SELECT * FROM "
                                        + table.quoted()
                                        + " WHERE true"
                                        + wanted.conditions()
                                        + ")",
                                wanted.key().stream().map(TableState.TableColumn::name).toList(),
                                wanted.key().stream().map(TableState.TableColumn::sqlType).toList(),
                                wanted.keys());
        try {
            return run(query, CopyFormat.TEXT, lines);
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state != null && state.startsWith(DATA_EXCEPTION)) {
                end();
                return false;
            }
            throw SourceFaults.of(e, scene);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            close();
            throw SourceFaults.of(e, scene);
        }
    }

    private String one(String expression) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    /// Ends the transaction and the connection; a read in progress ends with a [SourceException].
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }
}
