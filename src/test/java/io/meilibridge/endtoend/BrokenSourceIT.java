package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.proxy.TcpProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What lies between MeiliBridge and PostgreSQL breaks, falls silent, or crawls: the changes
/// before, during and after it arrive, nobody has to help, and the slot holds nothing back
/// afterwards.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenSourceIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration SENDER_TIMEOUT = Duration.ofSeconds(3);

    private PostgresServer server;
    private Scene scene;
    private TcpProxy proxy;
    private RunningScene running;
    private int round;

    @BeforeAll
    void start() throws Exception {
        server = PostgresServers.start(18, Map.of());
        proxy = TcpProxy.before(server.port());
        scene = Scene.open(server, "broken_source");
        scene.sql(
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "CREATE TABLE large (id int PRIMARY KEY, n int, body text)",
                "ALTER TABLE large ALTER body SET STORAGE EXTERNAL");
        scene.configure(
                """
                sync_tasks: [ { id: item, table: item }, { id: large, table: large } ]
                replication: { wal_sender_timeout: %d }
                error_handling: { retry: { max_backoff_ms: 500 } }
                """
                        .formatted(SENDER_TIMEOUT.toSeconds()));
        Configurations.replace(scene, "port: " + server.port(), "port: " + proxy.port());
        running = RunningScene.of(scene, scene.startStreaming());
    }

    @AfterAll
    void end() throws Exception {
        running.bridge().close();
        proxy.close();
        running.close();
        server.close();
    }

    @AfterEach
    void pass() {
        proxy.pass();
    }

    @Test
    void what_is_cut_is_opened_again() throws Exception {
        double before = reconnects();
        write();
        proxy.cut();
        write();
        arrives();
        assertThat(reconnects()).isGreaterThan(before);
    }

    @Test
    void a_server_that_nobody_reaches_is_waited_for() throws Exception {
        proxy.refuse();
        write();
        new Status(running.bridge()).awaitSource("retrying", LIMIT);
        assertThat(code()).isEqualTo("SOURCE_UNREACHABLE");
        assertThat(running.bridge().status("/q/health/ready")).isEqualTo(503);
        assertThat(running.bridge().status("/q/health/live")).isEqualTo(200);
        proxy.pass();
        arrives();
    }

    @Test
    void a_connection_that_falls_silent_is_given_up() throws Exception {
        write();
        arrives();
        double before = errors();
        proxy.fallSilent();
        proxy.pass();
        write();
        arrives();
        assertThat(running.bridge().log()).contains("nothing was heard from the server for 3 s");
        assertThat(errors()).isGreaterThan(before);
    }

    @Test
    void a_connection_that_is_only_idle_is_kept() throws Exception {
        write();
        arrives();
        String walsender = walsender();
        new Status(running.bridge()).idling(SENDER_TIMEOUT.multipliedBy(2));
        assertThat(walsender()).as("the same connection").isEqualTo(walsender);
    }

    /// The stream goes on, and rows are read again on a connection that a firewall has forgotten.
    @Test
    void re_reads_do_not_wait_for_a_silent_connection() throws Exception {
        write();
        arrives();
        proxy.fallSilent();
        proxy.pass();
        scene.sql("UPDATE large SET id = -id WHERE id > 0");
        arrives();
    }

    @Test
    void what_comes_byte_by_byte_arrives() throws Exception {
        proxy.trickle(Duration.ofNanos(200_000));
        scene.sql("INSERT INTO item VALUES (%d, 'crawls')".formatted(1_000_000 + ++round));
        isEqual("item");
        proxy.pass();
        arrives();
    }

    @Test
    void what_comes_late_arrives() throws Exception {
        proxy.delay(Duration.ofMillis(150));
        write();
        arrives();
    }

    private void write() throws Exception {
        int from = 100 * ++round;
        running.transaction(
                "INSERT INTO item SELECT n, 'r' FROM generate_series(%d, %d) n"
                        .formatted(from, from + 60),
                "INSERT INTO large SELECT n, 0, repeat(md5(n::text), 200) FROM"
                        + " generate_series(%d, %d) n".formatted(from, from + 5));
        scene.sql(
                "UPDATE item SET name = name || 'x' WHERE id % 3 = 0",
                "UPDATE large SET n = n + 1 WHERE id % 2 = 0",
                "UPDATE large SET id = -id WHERE id = " + from,
                "DELETE FROM item WHERE id = " + (from + 7));
    }

    private void arrives() throws Exception {
        isEqual("item");
        isEqual("large");
        scene.awaitConfirmed(running.bridge(), LIMIT);
        new Status(running.bridge()).awaitSource("streaming", LIMIT);
    }

    private void isEqual(String table) throws Exception {
        scene.awaitEqual(
                table, "SELECT id, to_jsonb(t) FROM " + table + " t", running.bridge(), LIMIT);
    }

    private String code() {
        return new Status(running.bridge()).source().path("error").path("code").asText();
    }

    private String walsender() {
        return scene.value(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                        + scene.slot()
                        + "'");
    }

    private double errors() {
        return Metrics.sum(running.bridge(), "errors_total", "SOURCE_UNREACHABLE");
    }

    private double reconnects() {
        return Metrics.sum(running.bridge(), "replication_reconnects_total");
    }
}
