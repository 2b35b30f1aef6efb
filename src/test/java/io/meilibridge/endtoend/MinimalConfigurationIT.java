package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
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
                assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
            }
        }
    }
}
