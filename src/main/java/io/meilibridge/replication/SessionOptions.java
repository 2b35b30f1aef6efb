package io.meilibridge.replication;

import java.time.Duration;
import java.util.Objects;

/// What each session on the server is told beside the settings that fix the form of values.
///
/// @param applicationName shown in `pg_stat_activity`
/// @param settings as libpq's `options`, `-c name=value` each; empty for none. What is set here for
///   the form of values and for time limits wins over them
/// @param statementLimit of ordinary sessions, zero for none; the stream has none
/// @param walSenderLimit `wal_sender_timeout` of the stream's session: after so long without a
///   status report the server gives the connection up; zero for the server's own setting
public record SessionOptions(
        String applicationName, String settings, Duration statementLimit, Duration walSenderLimit) {

    public static final SessionOptions DEFAULT =
            new SessionOptions("meilibridge", "", Duration.ZERO, Duration.ofSeconds(60));

    public SessionOptions {
        Objects.requireNonNull(applicationName, "applicationName is null");
        Objects.requireNonNull(settings, "settings is null");
        Objects.requireNonNull(statementLimit, "statementLimit is null");
        Objects.requireNonNull(walSenderLimit, "walSenderLimit is null");
        if (statementLimit.isNegative() || walSenderLimit.isNegative()) {
            throw new IllegalArgumentException("A session's time limit is negative.");
        }
    }
}
