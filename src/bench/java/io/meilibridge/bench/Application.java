package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.endtoend.BridgeProcess;
import io.meilibridge.endtoend.Jobs;
import io.meilibridge.event.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The packaged application, as a process with a heap of 256 MiB and the file store, and the slot
/// that it reads. Used by one thread.
final class Application implements AutoCloseable {

    private static final String NAME = "bench";
    static final String SLOT = NAME + "_slot";
    static final String PUBLICATION = NAME + "_pub";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Connection connection;
    private final PreparedStatement slot;
    private final Path folder;
    private final String[] jvmOptions;
    private @Nullable BridgeProcess process;

    /// One that takes what is streamed and nothing else.
    Application(PostgresServer server, String sinkUrl, String... jvmOptions)
            throws IOException, SQLException {
        this(server, sinkUrl, NAME, "enabled: false", jvmOptions);
    }

    /// @param name what the names of slot, publication and index begin with
    /// @param fullSync the task's settings of it, as YAML inside of braces
    Application(
            PostgresServer server,
            String sinkUrl,
            String name,
            String fullSync,
            String... jvmOptions)
            throws IOException, SQLException {
        this.connection = server.connect(ProductTable.DATABASE);
        this.slot =
                connection.prepareStatement(
                        "SELECT active_pid, confirmed_flush_lsn::text FROM pg_replication_slots"
                                + " WHERE slot_name = '"
                                + name
                                + "_slot'");
        this.folder = Files.createTempDirectory("meilibridge-bench-");
        this.jvmOptions = jvmOptions;
        String password =
                server.password().isEmpty() ? "" : ", password: '" + server.password() + "'";
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                source:
                  postgresql:
                    { host: %s, port: %d, database: %s, user: %s%s,
                      replication: { slot_name: %s_slot, publication: %s_pub } }
                meilisearch: { url: "%s" }
                checkpoint: { backend: file }
                sync_tasks:
                  - { id: products, table: public.products, index: %s,
                      full_sync: { %s } }
                """
                        .formatted(
                                server.host(),
                                server.port(),
                                ProductTable.DATABASE,
                                server.superuser(),
                                password,
                                name,
                                name,
                                sinkUrl,
                                name,
                                fullSync));
    }

    /// What the slot says at one moment.
    ///
    /// @param reader the server's process that it is read by; 0: nobody reads it
    private record Slot(int reader, Lsn confirmed) {}

    private Slot slot() throws SQLException {
        try (ResultSet row = slot.executeQuery()) {
            if (!row.next() || row.getString(2) == null) {
                return new Slot(0, Lsn.INVALID);
            }
            return new Slot(row.getInt(1), Lsn.parse(row.getString(2)));
        }
    }

    void start() throws IOException {
        process = BridgeProcess.start(folder, jvmOptions);
    }

    /// Ends the process in its own way and waits.
    void stop() throws InterruptedException, SQLException {
        running().terminate(Duration.ofSeconds(60));
        process = null;
        awaitUnread();
    }

    /// Takes the stream away and stops the process where it is; it goes on by [#thaw].
    void freeze() throws IOException, InterruptedException, SQLException {
        signal("STOP");
        int reader = slot().reader();
        if (reader != 0) {
            try (PreparedStatement terminate =
                    connection.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
                terminate.setInt(1, reader);
                terminate.execute();
            }
        }
        awaitUnread();
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int result =
                new ProcessBuilder(List.of("kill", "-" + name, Long.toString(running().pid())))
                        .inheritIO()
                        .start()
                        .waitFor();
        if (result != 0) {
            throw new IllegalStateException("Cannot send SIG" + name + " to the application.");
        }
    }

    private void awaitUnread() throws SQLException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (slot().reader() != 0) {
            pause(end, "The slot stays in use");
        }
    }

    /// Waits until the slot is read.
    ///
    /// @return when it was, by [System#nanoTime]
    long awaitStreaming() throws SQLException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (slot().reader() == 0) {
            pause(end, "The slot is not read");
        }
        return System.nanoTime();
    }

    /// Waits until everything up to a position is settled and confirmed.
    ///
    /// @return when it was, by [System#nanoTime]
    long awaitConfirmed(Lsn position) throws SQLException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (slot().confirmed().isBefore(position)) {
            pause(end, "The slot is not confirmed up to " + position);
        }
        return System.nanoTime();
    }

    Lsn confirmed() throws SQLException {
        return slot().confirmed();
    }

    private void pause(long end, String otherwise) {
        BridgeProcess running = process;
        if (System.nanoTime() - end > 0 || (running != null && !running.isAlive())) {
            throw new IllegalStateException(
                    otherwise + ":\n" + (running == null ? "" : running.log()));
        }
        LockSupport.parkNanos(LOOK_NANOS);
    }

    /// User and system time of the process so far.
    long cpuNanos() {
        return ProcessHandle.of(running().pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElseThrow();
    }

    /// The most memory that the process has had resident, from `/proc`.
    long peakMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(running().pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IllegalStateException("No VmHWM in " + status);
    }

    /// Whether changes are kept for those who look at them.
    void capture(boolean isOn) {
        String set = running().post("/api/diagnostics/cdc/capture", "{\"enabled\":" + isOn + "}");
        if (!set.contains("\"enabled\":" + isOn)) {
            throw new IllegalStateException("The capture cannot be set: " + set);
        }
    }

    String log() {
        return running().log();
    }

    /// The full syncs of the process, through its API.
    Jobs jobs() {
        return new Jobs(running());
    }

    private BridgeProcess running() {
        BridgeProcess running = process;
        if (running == null) {
            throw new IllegalStateException("The application is not running.");
        }
        return running;
    }

    @Override
    public void close() throws SQLException {
        BridgeProcess running = process;
        if (running != null) {
            running.close();
        }
        connection.close();
    }
}
