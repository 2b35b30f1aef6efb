package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.relation.StepTime;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Expression;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.TransformRule;
import io.meilibridge.step.rule.TransformRule.AddField;
import io.meilibridge.step.rule.TransformRule.AddTimestamp;
import io.meilibridge.step.rule.TransformRule.Algorithm;
import io.meilibridge.step.rule.TransformRule.Compute;
import io.meilibridge.step.rule.TransformRule.Convert;
import io.meilibridge.step.rule.TransformRule.Default;
import io.meilibridge.step.rule.TransformRule.ExtractPath;
import io.meilibridge.step.rule.TransformRule.ExtractPattern;
import io.meilibridge.step.rule.TransformRule.GeoFromNumbers;
import io.meilibridge.step.rule.TransformRule.GeoFromPoint;
import io.meilibridge.step.rule.TransformRule.Hash;
import io.meilibridge.step.rule.TransformRule.Join;
import io.meilibridge.step.rule.TransformRule.Lowercase;
import io.meilibridge.step.rule.TransformRule.Remove;
import io.meilibridge.step.rule.TransformRule.Rename;
import io.meilibridge.step.rule.TransformRule.Split;
import io.meilibridge.step.rule.TransformRule.TargetType;
import io.meilibridge.step.rule.TransformRule.Trim;
import io.meilibridge.step.rule.TransformRule.Uppercase;
import io.meilibridge.step.rule.TransformRule.Vector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransformTest {

    @Test
    void texts_are_changed_in_place() {
        assertThat(x("text", " Äb ", new Lowercase("x"))).isEqualTo("\" äb \"");
        assertThat(x("text", "äb", new Uppercase("x"))).isEqualTo("\"ÄB\"");
        assertThat(x("text", " a b\t", new Trim("x"))).isEqualTo("\"a b\"");
        assertThat(x("text", "abc", new Hash("x", Algorithm.SHA256)))
                .isEqualTo("\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
        assertThat(x("text", "abc", new Hash("x", Algorithm.MD5)))
                .isEqualTo("\"900150983cd24fb0d6963f7d28e17f72\"");
        assertThat(x("text", null, new Lowercase("x"))).isEqualTo("null");
        assertThat(x("bool", "t", new Uppercase("x"))).isEqualTo("\"TRUE\"");
    }

    @Test
    void values_are_converted() {
        assertThat(x("int4", "5", convert(TargetType.STRING))).isEqualTo("\"5\"");
        assertThat(x("bool", "t", convert(TargetType.STRING))).isEqualTo("\"true\"");
        assertThat(x("text", " 5.0 ", convert(TargetType.INTEGER))).isEqualTo("5");
        assertThat(x("bool", "t", convert(TargetType.INTEGER))).isEqualTo("1");
        assertThat(x("text", "1e3", convert(TargetType.NUMBER))).isEqualTo("1000");
        assertThat(x("text", "0.10", convert(TargetType.NUMBER))).isEqualTo("0.10");
        assertThat(x("float8", "NaN", convert(TargetType.NUMBER))).isEqualTo("null");
        assertThat(x("text", "Yes", convert(TargetType.BOOLEAN))).isEqualTo("true");
        assertThat(x("int4", "0", convert(TargetType.BOOLEAN))).isEqualTo("false");
        assertThat(x("text", "{\"a\":1.50}", convert(TargetType.JSON))).isEqualTo("{\"a\":1.50}");
        assertThat(x("text", null, convert(TargetType.INTEGER))).isEqualTo("null");
    }

    @Test
    void values_that_cannot_be_taken_are_refused_with_the_position_and_without_the_value() {
        requireRefused("text", "secret", convert(TargetType.INTEGER));
        requireRefused("text", "5.5", convert(TargetType.INTEGER));
        requireRefused("text", "99999999999999999999", convert(TargetType.INTEGER));
        requireRefused("text", "secret", convert(TargetType.NUMBER));
        requireRefused("text", "1e999999999", convert(TargetType.NUMBER));
        requireRefused("text", "secret", convert(TargetType.BOOLEAN));
        requireRefused("text", "{secret", convert(TargetType.JSON));
        requireRefused("text", "secret", new GeoFromPoint("x", "_geo"));
        requireRefused("text", "0101", new GeoFromPoint("x", "_geo"));
        requireRefused("text", "[\"secret\"]", new Vector("x", "e"));
        requireRefused("text", "secret", compute("x * 2"));
        requireRefused("text", "1e20000", compute("x * x"));
    }

    @Test
    void texts_are_split_and_arrays_joined() {
        assertThat(x("text", "a,b,,c", new Split("x", ","))).isEqualTo("[\"a\",\"b\",\"\",\"c\"]");
        assertThat(x("text", "", new Split("x", ","))).isEqualTo("[]");
        assertThat(x("text[]", "{a,\"b c\",NULL,d}", new Join("x", "; ")))
                .isEqualTo("\"a; b c; d\"");
        assertThat(x("json", "[1, \"b\", null]", new Join("x", "-"))).isEqualTo("\"1-b\"");
        assertThat(x("text", "a b", new Split("x", " "), new Join("x", "+"))).isEqualTo("\"a+b\"");
    }

    @Test
    void null_gets_its_default_and_other_values_stay_as_they_were() {
        assertThat(x("text", null, new Default("x", Literal.of("d")))).isEqualTo("\"d\"");
        assertThat(x("text", "v", new Default("x", Literal.of("d")))).isEqualTo("\"v\"");
        assertThat(x("int4", null, new Default("x", Literal.of("n/a")))).isEqualTo("\"n/a\"");
        assertThat(x("int4", "5", new Default("x", Literal.of("n/a")))).isEqualTo("5");
        assertThat(x("bool", null, new Default("x", Literal.of(true)))).isEqualTo("true");
        assertThat(x("timestamp", "2024-01-31 10:00:00", new Default("x", Literal.of(""))))
                .isEqualTo("\"2024-01-31T10:00:00\"");
        assertThat(x("int4", null, new Default("x", Literal.of("N")), new Lowercase("x")))
                .isEqualTo("\"n\"");
    }

    @Test
    void parts_are_extracted() {
        String json = "{\"a\": {\"b\": [1.50, \"Two\", null]}}";
        assertThat(x("json", json, extract("a", "b", "0"))).isEqualTo("1.50");
        assertThat(x("json", json, extract("a", "b", "1"))).isEqualTo("\"Two\"");
        assertThat(x("json", json, extract("a", "b", "1"), new Lowercase("x")))
                .isEqualTo("\"two\"");
        assertThat(x("json", json, extract("a", "b", "2"))).isEqualTo("null");
        assertThat(x("json", json, extract("a", "b", "no"))).isEqualTo("null");
        assertThat(x("json", json, extract("z"))).isEqualTo("null");
        assertThat(x("text", "tel 123-456", new ExtractPattern("x", "x", "(\\d+)-")))
                .isEqualTo("\"123\"");
        assertThat(x("text", "tel 123", new ExtractPattern("x", "x", "\\d+"))).isEqualTo("\"123\"");
        assertThat(x("text", "tel", new ExtractPattern("x", "x", "\\d+"))).isEqualTo("null");
    }

    @Test
    void values_are_computed() {
        assertThat(x("numeric", "1.10", compute("x * 2 + 0.05"))).isEqualTo("2.25");
        assertThat(x("int4", "1", compute("x / 3"))).isEqualTo("0.333333333333333333333");
        assertThat(x("int4", "10", compute("(x - 4) / 2"))).isEqualTo("3");
        assertThat(x("int4", "10", compute("x / 0"))).isEqualTo("null");
        assertThat(x("int4", null, compute("x + 1"))).isEqualTo("null");
        assertThat(x("int4", "7", compute("'no ' || x || '!' || id"))).isEqualTo("\"no 7!1\"");
        assertThat(x("int4", null, compute("'no ' || x"))).isEqualTo("\"no \"");
        assertThat(x("float8", "NaN", compute("x + 1"))).isEqualTo("null");
    }

    @Test
    void columns_are_renamed_removed_and_added() {
        Table table = Table.of("id int4 key", "a text", "b text");
        assertThat(
                        lines(
                                table,
                                table.insert("1", "x", "y"),
                                new Rename("a", "c"),
                                new Remove("b"),
                                new AddField("n", Literal.of(5)),
                                new AddField("t", Literal.of("v")),
                                new AddField("z", Literal.ofNull()),
                                new AddTimestamp("at")))
                .containsExactly(
                        "replace 1 {\"id\":1,\"c\":\"x\",\"n\":5,\"t\":\"v\",\"z\":null,"
                                + "\"at\":\"2024-01-31T13:37:00.500Z\"}");
    }

    @Test
    void places_and_vectors_take_the_form_that_meilisearch_reads() {
        Table table =
                Table.of(
                        "id int4 key",
                        "lat float8",
                        "lng float8",
                        "p point",
                        "g geography",
                        "v vector",
                        "w text[]");
        // POINT(2.5 48.25) in SRID 4326, little endian
        String ewkb = "0101000020E610000000000000000004400000000000204840";
        ChangeEvent insert =
                table.insert("1", "48.25", "2.5", "(2.5,48.25)", ewkb, "[1,2.5]", "{3,4}");
        List<String> lines =
                lines(
                        table,
                        insert,
                        new GeoFromNumbers("lat", "lng", "g1"),
                        new GeoFromPoint("p", "g2"),
                        new GeoFromPoint("g", "_geo"),
                        new Vector("v", "small"),
                        new Vector("w", "la\"rge"),
                        new Remove("lat"),
                        new Remove("lng"),
                        new Remove("p"),
                        new Remove("g"),
                        new Remove("v"),
                        new Remove("w"));
        assertThat(lines)
                .containsExactly(
                        "replace 1 {\"id\":1,\"g1\":{\"lat\":48.25,\"lng\":2.5},"
                                + "\"g2\":{\"lat\":48.25,\"lng\":2.5},"
                                + "\"_geo\":{\"lat\":48.25,\"lng\":2.5},"
                                + "\"_vectors\":{\"small\":[1,2.5],\"la\\\"rge\":[3,4]}}");
        assertThat(
                        lines(
                                table,
                                table.insert("1", null, "1", null, null, null, null),
                                new GeoFromNumbers("lat", "lng", "g1"),
                                new Vector("v", "small"),
                                new Remove("lat"),
                                new Remove("lng"),
                                new Remove("p"),
                                new Remove("g"),
                                new Remove("v"),
                                new Remove("w")))
                .containsExactly("replace 1 {\"id\":1,\"g1\":null,\"_vectors\":null}");
    }

    @Test
    void transforms_may_read_columns_that_are_not_sent() {
        Table table = Table.of("id int4 key", "a text", "b text");
        TaskSteps steps =
                steps(
                        table,
                        new ColumnSelection(List.of("b"), Set.of()),
                        new Compute("c", Expression.parse("a || b")),
                        new Rename("a", "d"));
        assertThat(Changes.lines(Changes.map(steps, List.of(table.insert("1", "x", "y")))))
                .containsExactly("replace 1 {\"id\":1,\"b\":\"y\",\"c\":\"xy\"}");
    }

    @Test
    void ids_and_key_changes_are_those_of_the_table() {
        Table table = Table.of("k text key", "a text");
        assertThat(
                        lines(
                                table,
                                table.update(table.key("o", Table.ABSENT), "n", "X"),
                                new Lowercase("a")))
                .containsExactly("delete o", "replace n {\"_id\":\"n\",\"k\":\"n\",\"a\":\"x\"}");
        assertThat(lines(table, table.delete("o", Table.ABSENT), new Lowercase("a")))
                .containsExactly("delete o");
    }

    @Test
    void a_transform_of_the_key_is_refused() {
        Table table = Table.of("id int4 key", "a text");
        assertThatThrownBy(() -> lines(table, table.insert("1", "x"), new Rename("id", "b")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("'id'");
        assertThatThrownBy(() ->
                        table.rules()
                                .withId(IdRule.of("id"))
                                .withTransforms(List.of(new Lowercase("id"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'id'");
    }

    @Test
    void missing_and_doubled_columns_are_faults_of_the_relation() {
        Table table = Table.of("id int4 key", "a text", "b text");
        for (TransformRule rule : List.of(new Lowercase("gone"), new Rename("a", "b"))) {
            assertThatThrownBy(() -> lines(table, table.insert("1", "x", "y"), rule))
                    .isInstanceOfSatisfying(
                            MappingException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RELATION_UNUSABLE));
        }
    }

    private static TransformRule convert(TargetType type) {
        return new Convert("x", type);
    }

    private static TransformRule extract(String... path) {
        return new ExtractPath("x", "x", List.of(path));
    }

    private static TransformRule compute(String expression) {
        return new Compute("x", Expression.parse(expression));
    }

    /// The JSON of column x after the transforms.
    private static String x(String type, @Nullable String value, TransformRule... rules) {
        Table table = Table.of("id int4 key", "x " + type);
        String line = lines(table, table.insert("1", value), rules).getFirst();
        String start = "replace 1 {\"id\":1,\"x\":";
        assertThat(line).startsWith(start).endsWith("}");
        return line.substring(start.length(), line.length() - 1);
    }

    private static void requireRefused(String type, String value, TransformRule rule) {
        assertThatThrownBy(() -> x(type, value, rule))
                .as(rule.toString())
                .isInstanceOfSatisfying(
                        MappingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE))
                .hasMessageContaining("0/16B3748#0")
                .hasMessageNotContaining("secret");
    }

    private static List<String> lines(Table table, ChangeEvent event, TransformRule... rules) {
        TaskSteps steps = steps(table, ColumnSelection.ALL, rules);
        return Changes.lines(Changes.map(steps, List.of(event)));
    }

    private static TaskSteps steps(Table table, ColumnSelection columns, TransformRule... rules) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2024-01-31T13:37:00.500Z"));
        return new TaskSteps(
                table.rules().withColumns(columns).withTransforms(List.of(rules)),
                new StepTime(clock, System::nanoTime));
    }
}
