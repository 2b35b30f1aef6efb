package io.meilibridge.telemetry.status;

import io.meilibridge.event.Lsn;
import io.meilibridge.replication.SlotState;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.task.SourcePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The questions of one look at a source's server, on a connection of its own. One thread.
final class SlotQueries implements AutoCloseable {

    /// A server that takes longer than this over a look at its catalog is not to be held up more.
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(5);

    /// A connection that has been silent for this long is dead.
    private static final Duration NETWORK_LIMIT = Duration.ofSeconds(10);

    /// How far the WAL can be streamed: on a standby, as far as it has replayed.
    private static final String WAL_END =
            "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                    + " ELSE pg_current_wal_flush_lsn() END";

    /// Asked apart: the mere mention of the function is refused without the privilege, and leaves a
    /// line in the server's log each time.
    private static final String MAY_SEE_WAL =
            "SELECT has_function_privilege('pg_catalog.pg_ls_waldir()', 'EXECUTE')";

    private static final String WAL_BYTES = "SELECT sum(size)::bigint FROM pg_ls_waldir()";

    private static final String TABLES =
            "SELECT count(*) FROM pg_catalog.pg_publication_tables WHERE pubname = ?";

    private static final String CLOCK = "SELECT extract(epoch FROM clock_timestamp())::float8";

    private final SourcePlan plan;
    private final InstantSource clock;
    private final Connection connection;
    private final SourceInspector inspector;

    private SlotQueries(SourcePlan plan, InstantSource clock, Connection connection) {
        this.plan = plan;
        this.clock = clock;
        this.connection = connection;
        this.inspector = new SourceInspector(connection, plan.connections().options());
    }

    /// @throws io.meilibridge.fault.SourceException when there is no connection to be had
    static SlotQueries open(SourcePlan plan, InstantSource clock) throws SQLException {
        Connection connection = plan.connections().openOrdinary();
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(NETWORK_LIMIT.toMillis()));
            statement.execute("SET statement_timeout = " + STATEMENT_LIMIT.toMillis());
            return new SlotQueries(plan, clock, connection);
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    SlotReading read() throws SQLException {
        Duration offset = clockOffset();
        Optional<SlotState> slot = inspector.slot(plan.slot());
        Map<String, Integer> tables = new HashMap<>();
        for (String publication : plan.stream().publications()) {
            tables.put(publication, tableCount(publication));
        }
        return new SlotReading(slot, Lsn.parse(text(WAL_END)), walBytes(), tables, offset);
    }

    private Duration clockOffset() throws SQLException {
        Instant before = clock.instant();
        double seconds = Double.parseDouble(text(CLOCK));
        Duration roundTrip = Duration.between(before, clock.instant());
        Instant middle = before.plus(roundTrip.dividedBy(2));
        Instant server = Instant.EPOCH.plus(Math.round(seconds * 1e6), ChronoUnit.MICROS);
        return Duration.between(middle, server);
    }

    private OptionalLong walBytes() throws SQLException {
        return text(MAY_SEE_WAL).equals("t")
                ? OptionalLong.of(Long.parseLong(text(WAL_BYTES)))
                : OptionalLong.empty();
    }

    private int tableCount(String publication) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, publication);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            String value = rows.getString(1);
            if (value == null) {
                throw new SQLException("The server answered NULL to a question of its state.");
            }
            return value;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
