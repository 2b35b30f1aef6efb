package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.proxy.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A [Soak] of 20 kills; `-Dsoak.kills`, or `-Dsoak.minutes`, asks for others. `-Dsoak.seed`
/// repeats a run's faults and changes, though not their moments. With `-Dsoak.streaming=true` the
/// server sends every change before its transaction is committed.
class SoakIT {

    private static final int KILLS = Integer.getInteger("soak.kills", 20);
    private static final int MINUTES = Integer.getInteger("soak.minutes", 0);
    private static final boolean STREAMING = Boolean.getBoolean("soak.streaming");

    @Test
    void nothing_is_lost_or_confirmed_early_whatever_breaks() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        try (PostgresServer server = PostgresServers.start(18, server());
                Scene scene = Scene.open(server, "soak");
                TcpProxy source = TcpProxy.before(server.port());
                TcpProxy destination = TcpProxy.before(scene.meilisearch().port())) {
            RunningScene.prepare(scene, ShapedTables.SCHEMA);
            scene.sql(RuledTables.SCHEMA);
            RandomWriter.createTables(scene);
            scene.configure(
                    SoakTables.TASKS
                            + "replication: { wal_sender_timeout: 5, streaming: %s }\n"
                                    .formatted(STREAMING)
                            + "error_handling: { retry: { max_backoff_ms: 500 } }\n");
            Configurations.replace(scene, "port: " + server.port(), "port: " + source.port());
            Configurations.replace(
                    scene,
                    "meilisearch: { url: \"" + scene.meilisearch().url() + "\"",
                    "meilisearch: { timeout: 3, url: \"http://127.0.0.1:"
                            + destination.port()
                            + "\"");
            try (Soak soak = new Soak(scene, source, destination, seed)) {
                String line = soak.run(end(soak));
                Files.writeString(Path.of("target", "soak.txt"), "seed=" + seed + ", " + line);
                System.out.println("seed=" + seed + ", " + line);
                assertThat(line).endsWith("lost=0, stale=0, extra=0");
            }
        }
    }

    private static Map<String, String> server() {
        return STREAMING ? Map.of("debug_logical_replication_streaming", "immediate") : Map.of();
    }

    private static BooleanSupplier end(Soak soak) {
        long begin = System.nanoTime();
        return MINUTES > 0
                ? () -> System.nanoTime() - begin > Duration.ofMinutes(MINUTES).toNanos()
                : () -> soak.kills() >= KILLS;
    }
}
