package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.FILE;
import static io.meilibridge.config.key.ValueTypes.IDENTIFIER;
import static io.meilibridge.config.key.ValueTypes.LSN;
import static io.meilibridge.config.key.ValueTypes.PORT;
import static io.meilibridge.config.key.ValueTypes.POSITIVE_SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECRET;
import static io.meilibridge.config.key.ValueTypes.SIZE;
import static io.meilibridge.config.key.ValueTypes.SLOT_NAME_TYPE;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TASK_ID_TYPE;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.wholeNumber;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.settings.TlsMode;

/// The keys of a source.
final class SourceKeys {

    /// Every source has a database of this kind; there is no other yet.
    enum SourceType {
        POSTGRESQL
    }

    static final Section POOL = pool();

    static final Section REPLICATION =
            new Section(
                    key(
                            "slot_name",
                            one(SLOT_NAME_TYPE),
                            "meilibridge_slot",
                            "The replication slot that is read."),
                    key(
                            "publication",
                            one(IDENTIFIER),
                            "meilibridge_pub",
                            "The publication that names the tables."),
                    key("create_slot", one(SWITCH), "true", "Create the slot when it is missing."),
                    key(
                            "create_publication",
                            one(SWITCH),
                            "true",
                            "Create the publication, for the configured tables, when it is missing."),
                    key(
                            "temporary_slot",
                            one(SWITCH),
                            "false",
                            "Read a new slot at each connection, which ends with it; changes between two connections are lost until the tables are read anew."),
                    key(
                            "failover",
                            one(SWITCH),
                            "false",
                            "Create the slot so that it is synchronized to standby servers (PostgreSQL 17 and newer)."),
                    key(
                            "standby",
                            one(SWITCH),
                            "false",
                            "Says that this is one of a pair: while another instance reads the slot it waits, and takes over when the slot is free. Checkpoints have to be in Redis then, and `wal_sender_timeout` above 0."),
                    key(
                            "proto_version",
                            one(wholeNumber("number", 1, 4)),
                            "1",
                            "Version of the replication protocol. 3 needs PostgreSQL 15, 4 needs 16."),
                    key(
                            "streaming",
                            one(SWITCH),
                            "false",
                            "Receive large transactions before they commit, and keep them on disk until they do (`checkpoint.path`); raises `proto_version` to 2."),
                    key(
                            "two_phase",
                            one(SWITCH),
                            "false",
                            "Receive prepared transactions when they are prepared, and keep them on disk until they are committed; needs PostgreSQL 15, raises `proto_version` to 3. The slot keeps it, whatever is configured later."),
                    key("binary", one(SWITCH), "false", "Receive values in binary form."),
                    key(
                            "start_lsn",
                            one(LSN),
                            "Where tasks without checkpoint start: changes of commits below it are skipped. Not below the slot's confirmed position, not above the end of the server's WAL; `0/0` is the position of the slot."),
                    key(
                            "wal_sender_timeout",
                            one(SECONDS),
                            "60",
                            "Set on the session as PostgreSQL's `wal_sender_timeout`: who hears nothing of the other for so long, the server or we, gives the connection up. 0 turns it off."),
                    key(
                            "standby_message_timeout",
                            one(POSITIVE_SECONDS),
                            "10",
                            "Time between status messages to the server. The smallest of this, `status_interval` and `keepalive_interval` counts, and at most a third of `wal_sender_timeout`."),
                    key(
                            "status_interval",
                            one(POSITIVE_SECONDS),
                            "Another name of `standby_message_timeout`; the smallest given counts."),
                    key(
                            "keepalive_interval",
                            one(POSITIVE_SECONDS),
                            "Another name of `standby_message_timeout`; the smallest given counts."),
                    key(
                            "heartbeat_interval",
                            one(SECONDS),
                            "0",
                            "Time between small writes of our own to the WAL (a logical message, no table), so that the slot moves on while its database is idle; 0 turns them off. Seldom needed, see operations."),
                    key("messages", one(SWITCH), "true", "Receive logical messages."));

    static final Section SSL =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "false turns TLS off, true asks for at least `require`; left out, `mode` decides."),
                    key(
                            "mode",
                            one(word(TlsMode.class)),
                            "prefer",
                            "How TLS is used, as libpq's `sslmode`."),
                    key(
                            "ca_cert",
                            one(FILE),
                            "Certificates (PEM) that the server's is checked against."),
                    key("client_cert", one(FILE), "Certificate (PEM) of the client."),
                    key(
                            "client_key",
                            one(FILE),
                            "Private key of the client certificate (PKCS-8, PEM or DER)."));

    static final Section POSTGRESQL =
            new Section(
                    key("host", one(TEXT), "Host name or address; required without `url`."),
                    key("port", one(PORT), "5432", "TCP port."),
                    key("database", one(TEXT), "Name of the database; required without `url`."),
                    key(
                            "user",
                            one(TEXT),
                            "Role to log in as, with REPLICATION and SELECT; required without `url`."),
                    key("password", one(SECRET), "Password of the role."),
                    key("password_file", one(FILE), "File that holds the password."),
                    key(
                            "url",
                            one(ValueTypes.CONFIDENTIAL_URL),
                            "libpq URL, `postgresql://user:password@host:port/database?sslmode=require`, instead of the single keys. One host; a part that cannot be honoured is a fault."),
                    key(
                            "pool",
                            group(POOL),
                            "Connections for queries, beside the replication connection."),
                    key("replication", group(REPLICATION), "Slot, publication and stream."),
                    key("ssl", group(SSL), "Encryption."),
                    key("ssl_compression", one(SWITCH), "Compression inside TLS.")
                            .never("TLS has no compression any more"),
                    key(
                            "tcp_keepalive",
                            one(SWITCH),
                            "true",
                            "Let the system probe idle connections."),
                    key("tcp_keepalive_time", one(SECONDS), "Idle time before the first probe.")
                            .never(kernel("net.ipv4.tcp_keepalive_time")),
                    key("tcp_keepalive_interval", one(SECONDS), "Time between probes.")
                            .never(kernel("net.ipv4.tcp_keepalive_intvl")),
                    key(
                                    "tcp_keepalive_count",
                                    one(count(1)),
                                    "Unanswered probes that end a connection.")
                            .never(kernel("net.ipv4.tcp_keepalive_probes")),
                    key("tcp_nodelay", one(SWITCH), "true", "Send small packets at once."),
                    key(
                            "send_buffer_size",
                            one(SIZE),
                            "Send buffer of the sockets; left out, the system decides."),
                    key(
                            "receive_buffer_size",
                            one(SIZE),
                            "Receive buffer of the sockets; left out, the system decides."),
                    key(
                            "connect_timeout",
                            one(SECONDS),
                            "30",
                            "How long connecting may take; 0 for no limit."),
                    key(
                            "statement_timeout",
                            one(SECONDS),
                            "0",
                            "How long a query may take; 0 for no limit. The stream has none."));

    static final Section SOURCE =
            new Section(
                    key(
                            "name",
                            one(TASK_ID_TYPE),
                            "Name that tasks refer to; required in `sources`, `default` for a single `source`."),
                    key("type", one(word(SourceType.class)), "postgresql", "Kind of database."),
                    key("postgresql", group(POSTGRESQL), "The PostgreSQL database."));

    private SourceKeys() {}

    private static String kernel(String setting) {
        return "the PostgreSQL driver leaves it to the kernel; set " + setting + " instead";
    }

    private static Section pool() {
        return new Section(
                key(
                        "max_size",
                        one(count(1)),
                        "10",
                        "Most connections that a full sync reads with: a larger `full_sync.parallelism` is cut to it. Beside them there is one for re-reads and one that looks after the slot."),
                key("min_idle", one(count(0)), "1", "Idle connections that are kept.")
                        .never("a connection is opened when there is something to ask"),
                key(
                                "acquire_timeout",
                                one(POSITIVE_SECONDS),
                                "30",
                                "How long to wait for a connection.")
                        .never(
                                "nobody waits for a connection of somebody else; connect_timeout bounds the opening"),
                key(
                                "idle_timeout",
                                one(SECONDS),
                                "600",
                                "Idle time after which a connection is closed; 0 for never.")
                        .never(
                                "none is kept idle but the one for re-reads, which is opened anew where it has gone"),
                key(
                                "keepalive_interval",
                                one(POSITIVE_SECONDS),
                                "How often an idle connection is tried; left out, never.")
                        .never(
                                "a connection that has gone is opened anew; tcp_keepalive keeps firewalls from forgetting it"));
    }
}
