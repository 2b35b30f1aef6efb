package io.meilibridge.replication;

import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Opens connections to one source database. Each has the session settings that give values one
/// text form (DESIGN 3.1), set after connecting, because the driver's own time zone would beat them
/// as start-up options. All speak the simple query protocol, so that every value comes as text, as
/// it does in the stream. Safe to share between threads; nothing is pooled here.
public final class PgConnections {

    /// A server that is older says so through [Preflight]; the driver only needs to know that it
    /// may name itself and ask for replication in the start-up packet.
    private static final String ASSUMED_VERSION = "10";

    private static final String VALUE_FORMS =
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601';"
                    + " SET extra_float_digits = 3; SET bytea_output = 'hex';"
                    + " SET standard_conforming_strings = on; ";

    private static final boolean NEVER_DEAF = Failpoints.on("no-silence-limit");

    private final ConnectionOptions options;
    private final InstantSource clock;

    public PgConnections(ConnectionOptions options, InstantSource clock) {
        this.options = Objects.requireNonNull(options, "options is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
    }

    public ConnectionOptions options() {
        return options;
    }

    InstantSource clock() {
        return clock;
    }

    /// A connection for SQL, in auto-commit mode. The caller closes it. A query from which row
    /// security would hide rows fails on it: a row that is not shown would pass for one that is
    /// gone.
    ///
    /// It fails when the server stays silent in an answer for `wal_sender_timeout`, beyond the time
    /// that a statement may take: else a connection that a firewall has forgotten would hold its
    /// thread for hours. Who asks for what takes long lifts that.
    ///
    /// @throws SourceException when there is none to be had
    public Connection openOrdinary() {
        Duration statement = options.session().statementLimit();
        String settings = "SET row_security = off; SET statement_timeout = " + statement.toMillis();
        Connection connection = open(false, VALUE_FORMS + settings);
        Duration silence = options.session().walSenderLimit();
        if (!silence.isZero() && !NEVER_DEAF) {
            limitSilence(connection, silence.plus(statement));
        }
        return connection;
    }

    private void limitSilence(Connection connection, Duration limit) {
        try {
            long millis = Math.min(limit.toMillis(), Integer.MAX_VALUE);
            connection.setNetworkTimeout(Runnable::run, (int) millis);
        } catch (SQLException e) {
            throw SourceFaults.of(e, FaultScene.connecting(options, false));
        }
    }

    /// A connection for replication commands and SQL (`replication=database`). The caller closes
    /// it.
    ///
    /// @throws SourceException when there is none to be had
    public Connection openReplication() {
        long limit = options.session().walSenderLimit().toMillis();
        String walSender = limit == 0 ? "" : "; SET wal_sender_timeout = " + limit;
        return open(true, VALUE_FORMS + "SET statement_timeout = 0" + walSender);
    }

    private Connection open(boolean replication, String settings) {
        FaultScene scene = FaultScene.connecting(options, replication);
        try (TlsFiles files = TlsFiles.prepare(options.tls())) {
            Connection connection =
                    new Driver()
                            .connect(options.address().jdbcUrl(), properties(replication, files));
            if (connection == null) {
                throw new IllegalStateException("The driver did not know its own URL.");
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    private Properties properties(boolean replication, TlsFiles files) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, options.credentials().user());
        String password = options.credentials().password().get();
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.APPLICATION_NAME.set(properties, options.session().applicationName());
        if (!options.session().settings().isEmpty()) {
            PGProperty.OPTIONS.set(properties, options.session().settings());
        }
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, ASSUMED_VERSION);
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        // A server's detail may hold row values, and the driver would glue it into messages.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        if (replication) {
            PGProperty.REPLICATION.set(properties, "database");
        }
        SocketOptions socket = options.socket();
        int seconds = Math.toIntExact(socket.connectLimit().plusNanos(999_999_999).toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        // The first bounds the TCP connection alone; the second also a server that stays silent.
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        PGProperty.TCP_KEEP_ALIVE.set(properties, socket.keepAlive());
        PGProperty.TCP_NO_DELAY.set(properties, socket.noDelay());
        if (socket.sendBufferBytes() > 0) {
            PGProperty.SEND_BUFFER_SIZE.set(properties, socket.sendBufferBytes());
        }
        if (socket.receiveBufferBytes() > 0) {
            PGProperty.RECEIVE_BUFFER_SIZE.set(properties, socket.receiveBufferBytes());
        }
        files.addTo(properties);
        return properties;
    }
}
