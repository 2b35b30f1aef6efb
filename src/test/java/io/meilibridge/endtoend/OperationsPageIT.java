package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What docs/operations.md tells to set up is enough, taken from the page as it stands: its SQL on
/// a server, its configuration in the folder of the packaged application. Only addresses and
/// secrets come from outside.
class OperationsPageIT {

    private static final Pattern SQL =
            Pattern.compile("(?m)^```sql setup\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern YAML =
            Pattern.compile("(?m)^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern STATEMENTS =
            Pattern.compile(
                    "(?m)^```sql (?:look|set)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PROBE = Pattern.compile("httpGet: \\{ path: ([^,]+),");

    @Test
    void the_documented_set_up_syncs_a_table_with_no_more_rights(@TempDir Path folder)
            throws Exception {
        String page = Files.readString(Path.of("docs/operations.md"));
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                MeilisearchStandIn meilisearch = MeilisearchStandIn.start(Options.standard())) {
            server.createDatabase("shop");
            server.execute("shop", "CREATE TABLE products (id int PRIMARY KEY, name text)");
            for (String block : matches(SQL, page)) {
                server.execute("shop", block);
            }
            Files.writeString(folder.resolve("config.yaml"), matches(YAML, page).getFirst());
            try (BridgeProcess bridge = start(folder, server, meilisearch)) {
                Scene.await(
                        Duration.ofSeconds(90),
                        () -> isSlotActive(server) || !bridge.isAlive(),
                        () -> "The slot is not read:\n" + bridge.log());
                server.execute("shop", "INSERT INTO products VALUES (1, 'lamp')");
                Scene.await(
                        Duration.ofSeconds(30),
                        () -> names(meilisearch).equals(List.of("lamp")),
                        () -> "The row is not there:\n" + bridge.log());
                assertThatStatementsRun(server, page);
                for (String path : matches(PROBE, page)) {
                    assertThat(bridge.status(path)).as(path).isEqualTo(200);
                }

                assertThat(bridge.terminate(Duration.ofSeconds(60))).isZero();
            }
        }
    }

    private static BridgeProcess start(
            Path folder, PostgresServer server, MeilisearchStandIn meilisearch) throws IOException {
        return BridgeProcess.start(
                folder,
                "-Dmeilibridge.source.postgresql.host=" + server.host(),
                "-Dmeilibridge.source.postgresql.port=" + server.port(),
                "-Dmeilibridge.source.postgresql.password=change-me",
                "-Dmeilibridge.meilisearch.url=" + meilisearch.url(),
                "-Dmeilibridge.meilisearch.api_key=any");
    }

    /// What the page tells to look at and to set, each statement on its own.
    private static void assertThatStatementsRun(PostgresServer server, String page)
            throws SQLException {
        int count = 0;
        for (String block : matches(STATEMENTS, page)) {
            for (String statement : block.split(";\\n", -1)) {
                if (!statement.isBlank()) {
                    server.execute("shop", statement);
                    count++;
                }
            }
        }
        assertThat(count).isGreaterThan(20);
    }

    private static List<String> matches(Pattern pattern, String page) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = pattern.matcher(page);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).isNotEmpty();
        return blocks;
    }

    private static boolean isSlotActive(PostgresServer server) {
        try {
            return "true"
                    .equals(
                            server.query(
                                    "shop",
                                    "SELECT bool_or(active)::text FROM pg_replication_slots"));
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<String> names(MeilisearchStandIn meilisearch) {
        return meilisearch.hasIndex("products")
                ? meilisearch.documents("products").values().stream()
                        .map(document -> document.path("name").asText())
                        .toList()
                : List.of();
    }
}
