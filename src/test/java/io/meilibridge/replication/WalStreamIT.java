package io.meilibridge.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServer.StopMode;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalStreamIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_transaction_arrives_as_one_message_each(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "arrives");
                WalStream stream = open(source, "arrives", false)) {
            source.execute("INSERT INTO item VALUES (1, 'one'), (2, 'two')");

            List<byte[]> frames = readUntilCommit(stream);

            assertThat(tags(frames)).isEqualTo("BRIIC");
            assertThat(new String(frames.get(3), UTF_8)).endsWith("t\0\0\0\u00012t\0\0\0\u0003two");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void binary_values_come_in_binary(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "binary");
                WalStream stream = open(source, "binary", true)) {
            source.execute("INSERT INTO item VALUES (258, 'one')");

            List<byte[]> frames = readUntilCommit(stream);

            assertThat(new String(frames.get(2), UTF_8))
                    .endsWith("b\0\0\0\u0004\0\0\u0001\u0002b\0\0\0\u0003one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void only_a_status_moves_the_confirmed_position(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "confirmed");
                WalStream stream = open(source, "confirmed", false)) {
            Lsn before = confirmed(source);
            source.execute("INSERT INTO item VALUES (1, 'one')");
            List<byte[]> frames = readUntilCommit(stream);
            Lsn end = endLsn(frames.getLast());
            stream.sendStatus(end, Lsn.INVALID);
            source.execute("INSERT INTO item VALUES (2, 'two')");
            readUntilCommit(stream);
            assertThat(confirmed(source)).isEqualTo(before);

            stream.sendStatus(end, end);

            SourceDatabase.await("the slot is confirmed", () -> confirmed(source).equals(end));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_reopened_stream_starts_at_the_confirmed_position(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "reopened")) {
            try (WalStream stream = open(source, "reopened", false)) {
                source.execute("INSERT INTO item VALUES (1, 'one')");
                Lsn end = endLsn(readUntilCommit(stream).getLast());
                stream.sendStatus(end, end);
                source.execute("INSERT INTO item VALUES (2, 'two')");
                readUntilCommit(stream);
                SourceDatabase.await("the slot is confirmed", () -> confirmed(source).equals(end));
            }
            SourceDatabase.await("the slot is free", () -> isFree(source));

            try (WalStream stream = open(source, "reopened", false)) {
                List<byte[]> again = readUntilCommit(stream);
                assertThat(tags(again)).isEqualTo("BRIC");
                assertThat(new String(again.get(2), UTF_8)).endsWith("two");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void the_server_is_answered_when_it_asks(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "answered")) {
            SessionOptions session =
                    new SessionOptions("answered", "", Duration.ZERO, Duration.ofSeconds(1));
            PgConnections connections = SourceDatabase.connections(source.options().with(session));
            try (WalStream stream =
                    WalStream.open(connections, StreamOptions.of("answered", List.of("pub")))) {
                // The server asks after half a second and would give up after a whole one.
                long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
                while (System.nanoTime() - end < 0) {
                    if (stream.awaitInput(Duration.ofMillis(100))) {
                        // Before version 15 the server's own transactions come too, as empty ones.
                        assertThat(tags(readUntilCommit(stream))).isEqualTo("BC");
                    }
                }

                Keepalive keepalive = stream.lastKeepalive().orElseThrow();
                assertThat(keepalive.walEnd().isValid()).isTrue();
                source.execute("INSERT INTO item VALUES (1, 'one')");
                String tags = tags(readUntilCommit(stream));
                while (tags.equals("BC")) {
                    tags = tags(readUntilCommit(stream));
                }
                assertThat(tags).isEqualTo("BRIC");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void chunks_end_at_their_limits_and_lose_nothing(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "limits");
                WalStream stream = open(source, "limits", false)) {
            source.execute(
                    "INSERT INTO item SELECT n, repeat('x', 1000) FROM generate_series(1, 5000) n");
            byte[][] frames = new byte[512][];
            ReadLimits limits = new ReadLimits(300, 100_000, Duration.ofSeconds(10));
            List<byte[]> all = new ArrayList<>();
            int most = 0;
            while (all.isEmpty() || tag(all.getLast()) != 'C') {
                int count = stream.read(frames, limits);
                most = Math.max(most, count);
                all.addAll(Arrays.asList(frames).subList(0, count));
            }

            assertThat(most).isBetween(90, 100);
            assertThat(tags(all)).isEqualTo("BR" + "I".repeat(5000) + "C");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_crash_of_the_server_is_noticed_at_once(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                SourceDatabase source = prepared(server, "crash")) {
            WalStream stream = open(source, "crash", false);
            stream.read(new byte[8][], LIMITS);

            server.stop(StopMode.IMMEDIATE);

            assertFault(stream, ErrorCode.SOURCE_UNREACHABLE, ErrorCode.SOURCE_SHUTTING_DOWN);
            assertFault(() -> open(source, "crash", false), ErrorCode.SOURCE_UNREACHABLE);
            server.start();
            open(source, "crash", false).close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_stop_of_a_server_that_has_nothing_unconfirmed_is_noticed(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                SourceDatabase source = prepared(server, "stop");
                WalStream stream = open(source, "stop", false)) {
            Thread stopper = Thread.ofVirtual().start(() -> server.stop(StopMode.FAST));

            assertFault(
                    () -> {
                        while (true) {
                            stream.awaitInput(Duration.ofMillis(5));
                            stream.read(new byte[8][], LIMITS);
                            stream.sendStatus(stream.serverWalEnd(), stream.serverWalEnd());
                        }
                    },
                    ErrorCode.SOURCE_UNREACHABLE,
                    ErrorCode.SOURCE_SHUTTING_DOWN);
            stopper.join(LIMIT);
            server.start();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void closing_from_another_thread_ends_a_read(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "closing")) {
            WalStream stream = open(source, "closing", false);
            Thread.ofVirtual().start(stream::close);

            assertFault(stream, ErrorCode.SOURCE_UNREACHABLE);
        }
    }

    private static void assertFault(WalStream stream, ErrorCode... codes) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        assertFault(
                () -> {
                    while (System.nanoTime() < limit) {
                        stream.read(new byte[8][], LIMITS);
                    }
                },
                codes);
    }

    private static void assertFault(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode... codes) {
        assertThatThrownBy(call)
                .asInstanceOf(type(SourceException.class))
                .extracting(PipelineException::code)
                .isIn((Object[]) codes);
    }

    private static SourceDatabase prepared(int major, String name) throws SQLException {
        return prepared(PostgresServers.shared(major), name);
    }

    private static SourceDatabase prepared(PostgresServer server, String name) throws SQLException {
        SourceDatabase source = SourceDatabase.on(server, name);
        source.execute(
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "CREATE PUBLICATION pub FOR TABLE item",
                "SELECT pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
        return source;
    }

    private static WalStream open(SourceDatabase source, String slot, boolean binary) {
        return WalStream.open(
                source.connections(), StreamOptions.of(slot, List.of("pub")).withBinary(binary));
    }

    private static List<byte[]> readUntilCommit(WalStream stream) {
        List<byte[]> all = new ArrayList<>();
        byte[][] frames = new byte[512][];
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (all.isEmpty() || tag(all.getLast()) != 'C') {
            all.addAll(Arrays.asList(frames).subList(0, stream.read(frames, LIMITS)));
            assertThat(System.nanoTime()).isLessThan(limit);
        }
        return all;
    }

    private static String tags(List<byte[]> frames) {
        StringBuilder text = new StringBuilder();
        frames.forEach(frame -> text.append(tag(frame)));
        return text.toString();
    }

    private static char tag(byte[] frame) {
        return (char) frame[WalChunk.HEADER_BYTES];
    }

    private static Lsn endLsn(byte[] commit) {
        return new Lsn(ByteBuffer.wrap(commit).getLong(WalChunk.HEADER_BYTES + 1 + 1 + 8));
    }

    private static Lsn confirmed(SourceDatabase source) {
        return Lsn.parse(slot(source, "confirmed_flush_lsn"));
    }

    private static boolean isFree(SourceDatabase source) {
        return slot(source, "active").equals("f");
    }

    private static String slot(SourceDatabase source, String column) {
        try {
            return String.valueOf(
                    source.query(
                            "SELECT "
                                    + column
                                    + " FROM pg_replication_slots WHERE slot_name = '"
                                    + source.name()
                                    + "'"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
