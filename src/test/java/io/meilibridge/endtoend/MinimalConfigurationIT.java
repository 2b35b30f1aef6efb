package io.meilibridge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.command.Health;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.load.DiskFiles;
import io.meilibridge.telemetry.MonitoringFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MinimalConfigurationIT {

    @Test
    void the_smallest_configuration_syncs_a_table() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "minimal")) {
            scene.sql("CREATE TABLE products (id int PRIMARY KEY, name text, price numeric)");
            scene.configure(
                    "sync_tasks: [ { id: products, table: public.products, index: products } ]\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql(
                        "INSERT INTO products SELECT n, 'product ' || n, n * 1.25"
                                + " FROM generate_series(1, 1000) n",
                        "UPDATE products SET name = 'renamed' WHERE id % 3 = 0",
                        "DELETE FROM products WHERE id % 10 = 0");
                scene.awaitEqual(
                        "products",
                        "SELECT id, to_jsonb(products) FROM products",
                        bridge,
                        Duration.ofSeconds(20));
                assertThat(seriesOf(bridge))
                        .contains("process_start_time_seconds")
                        .containsAll(MonitoringFiles.series());
                assertThat(health(scene, bridge)).isEqualTo("UP\n");
                assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
            }
        }
    }

    private static Set<String> seriesOf(BridgeProcess bridge) {
        return bridge.get("/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    /// The command, beside the running instance.
    private static String health(Scene scene, BridgeProcess bridge) {
        ConfigurationInputs inputs =
                new ConfigurationInputs(
                        scene.folder().resolve("config.yaml"),
                        Map.of(),
                        Map.of(),
                        Map.of("meilibridge.api.port", Integer.toString(bridge.port())),
                        new DiskFiles(scene.folder()),
                        256 << 20,
                        false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = new Health(Health.Probe.ALL, new PrintStream(out, true, UTF_8)).run(inputs);
        assertThat(status).as(out.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }
}
