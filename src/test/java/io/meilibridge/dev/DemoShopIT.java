package io.meilibridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.dev.shop.DemoServers;
import io.meilibridge.dev.shop.SearchServer;
import io.meilibridge.dev.shop.SearchServer.StandIn;
import io.meilibridge.dev.shop.ShopDatabase;
import io.meilibridge.endtoend.BridgeProcess;
import io.meilibridge.endtoend.Scene;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoShopIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void the_shop_gets_into_the_index_and_so_does_a_row_of_ones_own() throws Exception {
        DemoServers servers = DemoServers.open();
        try (servers) {
            ShopDatabase shop = servers.startShop();
            assertThat(products(shop)).as("before anything is streamed").isGreaterThan(100);
            StandIn search = (StandIn) servers.startSearch("");
            Map<String, String> keys = keys(shop, search, servers.folder());
            String[] options =
                    keys.entrySet().stream()
                            .map(key -> "-Dmeilibridge." + key.getKey() + "=" + key.getValue())
                            .toArray(String[]::new);
            try (BridgeProcess bridge = BridgeProcess.start(folder, options)) {
                awaitProduct(search, "Blue enamel moka pot", bridge);
                for (String index : new String[] {"customers", "orders"}) {
                    Scene.await(
                            LIMIT,
                            () ->
                                    search.server().hasIndex(index)
                                            && search.server().count(index) > 0,
                            bridge::log);
                }
                try (Connection connection = shop.connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "INSERT INTO products (name, price) VALUES ('Rubber duck', 3.50)");
                }
                awaitProduct(search, "Rubber duck", bridge);
                assertThat(bridge.terminate(LIMIT)).isZero();
            }
        }
        assertThat(servers.folder()).doesNotExist();
    }

    @Test
    void the_configuration_for_the_shop_has_no_faults() throws IOException {
        Map<String, String> properties = new HashMap<>();
        DevMode.shop(Set.of(), "54320", folder)
                .forEach((key, value) -> properties.put("meilibridge." + key, value));
        properties.put("meilibridge.meilisearch.url", "http://127.0.0.1:7700");

        Settings settings =
                Configuration.load(
                                ConfigurationInputs.ofProcess(null)
                                        .withProperties(Map.of(), properties))
                        .orThrow();

        assertThat(settings.tasks())
                .extracting(SyncTaskSettings::id)
                .containsExactly("products", "customers", "orders");
        assertThat(Guide.text(settings, "stand-in"))
                .contains("psql -h localhost -p 54320 -U shop")
                .contains("curl -s 'http://127.0.0.1:7700/indexes/products/search?q=rubber+duck'")
                .contains("http://localhost:7708/q/swagger-ui");
    }

    @Test
    void what_is_configured_is_left_alone() throws IOException {
        assertThat(DevMode.shop(Set.of("sync_tasks", "checkpoint"), "54320", folder))
                .doesNotContainKeys("sync_tasks", "checkpoint.path");
    }

    @Test
    void a_meilisearch_on_the_search_path_is_taken() throws Exception {
        Path script = folder.resolve("meilisearch");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                StandInMain.class.getName()));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        URI health;
        try (DemoServers servers = DemoServers.open();
                HttpClient http = HttpClient.newHttpClient()) {
            SearchServer search = servers.startSearch("/no/folder:" + folder);
            assertThat(search.description()).isEqualTo(script.toString());
            health = URI.create(search.url() + "/health");
            assertThat(status(http, health)).isEqualTo(200);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> status(http, health)).isInstanceOf(IOException.class);
        }
    }

    private static int status(HttpClient http, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void the_servers_end_with_the_process_they_serve_however_that_ends() throws Exception {
        Process served = new ProcessBuilder("sleep", "600").start();
        try {
            Map<String, String> said =
                    ServersProcess.start(served.toHandle(), List.of("postgres", "meilisearch"));
            Path servers = Path.of(said.getOrDefault("folder", ""));
            long postgres = postmaster(servers);
            assertThat(said).containsKeys("postgres", "meilisearch");

            served.destroyForcibly();

            Scene.await(
                    LIMIT,
                    () -> !isAlive(Long.parseLong(said.getOrDefault("pid", "0"))),
                    () -> "The servers' process runs on.");
            // pg_ctl takes a server for stopped that has still to exit.
            Scene.await(LIMIT, () -> !isAlive(postgres), () -> "PostgreSQL runs on.");
            assertThat(servers).doesNotExist();
        } finally {
            served.destroyForcibly();
        }
    }

    private static long postmaster(Path servers) throws IOException {
        Path file = servers.resolve("postgres").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static int products(ShopDatabase shop) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM products")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Map<String, String> keys(ShopDatabase shop, SearchServer search, Path servers)
            throws IOException {
        Map<String, String> keys = DevMode.shop(Set.of(), String.valueOf(shop.port()), servers);
        keys.put("meilisearch.url", search.url());
        return keys;
    }

    private static void awaitProduct(StandIn search, String title, BridgeProcess bridge) {
        Scene.await(
                LIMIT,
                () ->
                        search.server().documents("products").values().stream()
                                .anyMatch(
                                        document -> document.path("title").asText().equals(title)),
                () -> "Not in the index: " + title + "\n" + bridge.log());
    }
}
