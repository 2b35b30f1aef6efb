package io.meilibridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.meilibridge.FreePort;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.load.DiskFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

    private static final String DOWN =
            """
            {"status": "DOWN", "checks": [
              {"name": "routes", "status": "UP"},
              {"name": "pipeline", "status": "DOWN", "data": {"source.shop": "SLOT_MISSING"}}]}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir Path folder;

    @Test
    void what_is_up_ends_with_0() throws IOException {
        assertThat(ask(Health.Probe.ALL, 200, "{\"status\": \"UP\", \"checks\": []}")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("UP\n");
    }

    @Test
    void what_is_down_is_said_with_its_reason() throws IOException {
        assertThat(ask(Health.Probe.READY, 503, DOWN)).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .isEqualTo("pipeline: DOWN (source.shop: SLOT_MISSING)\nDOWN\n");
    }

    @Test
    void something_else_than_us_is_down() throws IOException {
        assertThat(ask(Health.Probe.LIVE, 404, "<html>")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("DOWN: HTTP 404\n");
    }

    @Test
    void where_health_is_protected_a_configured_token_is_sent() throws IOException {
        configuration =
                "api: { auth: { enabled: true, protect_metrics: true, tokens: [ { name: a, token: b, role: read } ] } }\n";
        assertThat(ask(Health.Probe.LIVE, 200, "{\"status\": \"UP\"}")).isZero();
        assertThat(authorization).isEqualTo("Bearer b");
    }

    @Test
    void a_token_is_kept_where_none_is_needed() throws IOException {
        configuration =
                "api: { auth: { enabled: true, tokens: [ { name: a, token: b, role: read } ] } }\n";
        assertThat(ask(Health.Probe.LIVE, 200, "{\"status\": \"UP\"}")).isZero();
        assertThat(authorization).isEmpty();
    }

    @Test
    void nobody_there_is_down() throws IOException {
        assertThat(run(Health.Probe.ALL, FreePort.next())).isEqualTo(1);
        assertThat(out.toString(UTF_8)).startsWith("DOWN: no answer from http://127.0.0.1:");
    }

    private String configuration = "";
    private volatile String authorization = "";

    private int ask(Health.Probe probe, int status, String body) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        String path =
                switch (probe) {
                    case ALL -> "/q/health";
                    case LIVE -> "/q/health/live";
                    case READY -> "/q/health/ready";
                    case STARTED -> "/q/health/started";
                };
        server.createContext(
                path,
                exchange -> {
                    byte[] bytes = body.getBytes(UTF_8);
                    authorization =
                            String.join(
                                    ",",
                                    exchange.getRequestHeaders()
                                            .getOrDefault("Authorization", List.of()));
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            return run(probe, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    /// As in a container: on all addresses.
    private int run(Health.Probe probe, int port) throws IOException {
        Path file = folder.resolve("config.yaml");
        String address = "api: { host: 0.0.0.0, port: " + port;
        Files.writeString(
                file,
                configuration.isEmpty()
                        ? address + " }\n"
                        : configuration.replace("api: {", address + ","));
        ConfigurationInputs inputs =
                new ConfigurationInputs(
                        file,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        new DiskFiles(folder),
                        256 << 20,
                        false);
        return new Health(probe, new PrintStream(out, true, UTF_8)).run(inputs);
    }
}
