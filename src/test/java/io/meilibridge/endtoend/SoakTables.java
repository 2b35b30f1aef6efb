package io.meilibridge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of a soak: those whose every commit is remembered ([RandomWriter]), those of all
/// shapes, those with rules.
final class SoakTables {

    static final List<String> TASK_IDS =
            Stream.concat(
                            RandomWriter.TABLES.stream(),
                            Stream.of(
                                    "pair",
                                    "word",
                                    "large",
                                    "parted",
                                    "parent",
                                    "counted",
                                    "quoted",
                                    "cheap",
                                    "filtered",
                                    "removed",
                                    "marked",
                                    "cats",
                                    "dogs",
                                    "emptied"))
                    .toList();

    static final String TASKS =
            ShapedTables.TASKS
                    + RuledTables.TASKS
                    + RandomWriter.TABLES.stream()
                            .map("  - { id: %1$s, table: %1$s }\n"::formatted)
                            .collect(Collectors.joining());

    private SoakTables() {}

    static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.putAll(ShapedTables.expected());
        expected.putAll(RuledTables.expected());
        for (String table : RandomWriter.TABLES) {
            expected.put(table, "SELECT id, to_jsonb(t) FROM %s t".formatted(table));
        }
        return expected;
    }

    /// How the indexes differ from what SQL says.
    ///
    /// @param lost rows without their document
    /// @param stale documents that are not as their rows are
    /// @param extra documents without a row
    record Difference(long lost, long stale, long extra, String examples) {

        boolean isNone() {
            return lost == 0 && stale == 0 && extra == 0;
        }
    }

    static Difference difference(Scene scene) throws SQLException, IOException {
        long lost = 0;
        long stale = 0;
        long extra = 0;
        StringBuilder examples = new StringBuilder();
        for (Map.Entry<String, String> each : expected().entrySet()) {
            Map<String, JsonNode> rows = scene.expected(each.getValue());
            Map<String, JsonNode> found = scene.documents(each.getKey());
            for (Map.Entry<String, JsonNode> row : rows.entrySet()) {
                JsonNode document = found.get(row.getKey());
                if (!row.getValue().equals(document)) {
                    lost += document == null ? 1 : 0;
                    stale += document == null ? 0 : 1;
                    add(
                            examples,
                            each.getKey(),
                            row.getKey(),
                            row.getValue(),
                            String.valueOf(document));
                }
            }
            for (Map.Entry<String, JsonNode> document : found.entrySet()) {
                if (!rows.containsKey(document.getKey())) {
                    extra++;
                    add(examples, each.getKey(), document.getKey(), "none", document.getValue());
                }
            }
        }
        return new Difference(lost, stale, extra, examples.toString());
    }

    private static void add(
            StringBuilder examples, String index, String id, Object expected, Object found) {
        if (examples.length() < 4000) {
            examples.append(
                    "\n  %s %s: expected %.300s, found %.300s"
                            .formatted(index, id, expected, found));
        }
    }
}
