package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.MappingRule.UnmappedStrategy;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MapTest {

    private final Table table =
            Table.of("id int4 key", "name text", "price numeric", "tags text[]", "data json");
    private final ChangeEvent insert =
            table.insert("7", "a \"b\"\nc", "1.50", "{x,NULL}", "{\"k\": [1, null]}");

    @Test
    void every_column_is_sent_under_its_name() {
        assertThat(json(table.rules(), insert))
                .isEqualTo(
                        tree(
                                """
                                {"id": 7, "name": "a \\"b\\"\\nc", "price": 1.50,
                                 "tags": ["x", null], "data": {"k": [1, null]}}
                                """));
    }

    @Test
    void null_is_sent_as_null_or_as_its_default() {
        TaskRules rules =
                mapped(
                        Map.of(
                                "name", Target.named("title").withDefault(Literal.of("none")),
                                "price", Target.named("price").withDefault(Literal.of(0)),
                                "data", Target.named("data").withDefault(Literal.of(false))),
                        UnmappedStrategy.INCLUDE);
        assertThat(json(rules, table.insert("7", null, null, null, null)))
                .isEqualTo(
                        tree(
                                """
                                {"id": 7, "title": "none", "price": 0, "tags": null, "data": false}
                                """));
    }

    @Test
    void unmapped_columns_follow_the_strategy_and_the_key_is_always_sent() {
        Map<String, Target> fields = Map.of("name", Target.named("title"));
        ChangeEvent row = table.insert("7", "n", "1", "{}", null);
        assertThat(json(mapped(fields, UnmappedStrategy.EXCLUDE), row))
                .isEqualTo(tree("{\"id\": 7, \"title\": \"n\"}"));
        TaskRules prefixed =
                table.rules().withMapping(new MappingRule(fields, UnmappedStrategy.PREFIX, "p_"));
        assertThat(json(prefixed, row))
                .isEqualTo(
                        tree(
                                """
                                {"p_id": 7, "title": "n", "p_price": 1, "p_tags": [],
                                 "p_data": null}
                                """));
        assertThat(new TaskSteps(prefixed).keyField(table.relation())).isEqualTo("p_id");
    }

    @Test
    void paths_make_objects_inside_each_other() {
        TaskRules rules =
                mapped(
                        Map.of(
                                "name", Target.at("a.b.name"),
                                "price", Target.at("a.price"),
                                "tags", Target.at("a.b.tags"),
                                "data", Target.named("with.dot")),
                        UnmappedStrategy.INCLUDE);
        assertThat(json(rules, table.insert("7", "n", "1", "{x}", "2")))
                .isEqualTo(
                        tree(
                                """
                                {"id": 7, "a": {"b": {"name": "n", "tags": ["x"]}, "price": 1},
                                 "with.dot": 2}
                                """));
    }

    @Test
    void several_sources_are_joined_without_the_nulls() {
        Table people = Table.of("id int4 key", "first text", "last text", "adult bool");
        Target full =
                Target.named("full")
                        .joining(List.of("first", "last", "adult"), " ")
                        .withDefault(Literal.of("nobody"));
        TaskRules rules =
                people.rules()
                        .withMapping(
                                new MappingRule(
                                        Map.of("full", full), UnmappedStrategy.EXCLUDE, ""));
        assertThat(
                        Changes.of(
                                rules,
                                people.insert("1", "Ada", "L\"", "t"),
                                people.insert("2", null, "B", null),
                                people.insert("3", null, null, null)))
                .containsExactly(
                        "replace 1 {\"id\":1,\"full\":\"Ada L\\\" true\"}",
                        "replace 2 {\"id\":2,\"full\":\"B\"}",
                        "replace 3 {\"id\":3,\"full\":\"nobody\"}");
    }

    @Test
    void columns_restrict_what_is_sent_but_not_the_key() {
        TaskRules included =
                table.rules().withColumns(new ColumnSelection(List.of("name"), Set.of()));
        assertThat(json(included, insert))
                .isEqualTo(tree("{\"id\": 7, \"name\": \"a \\\"b\\\"\\nc\"}"));
        TaskRules excluded =
                table.rules()
                        .withColumns(
                                new ColumnSelection(
                                        List.of(), Set.of("id", "name", "tags", "data")));
        assertThat(json(excluded, insert)).isEqualTo(tree("{\"id\": 7, \"price\": 1.50}"));
    }

    @Test
    void names_are_escaped() {
        Table odd = Table.of("id int4 key", "a\"ü\n text");
        assertThat(json(odd.rules(), odd.insert("1", "x")))
                .isEqualTo(tree("{\"id\": 1, \"a\\\"ü\\n\": \"x\"}"));
    }

    @Test
    void a_changed_key_deletes_the_old_document_first() {
        ChangeEvent moved =
                table.update(
                        table.key("7", Table.ABSENT, Table.ABSENT, Table.ABSENT, Table.ABSENT),
                        "8",
                        "n",
                        null,
                        null,
                        null);
        assertThat(Changes.of(table.rules(), moved))
                .containsExactly(
                        "delete 7",
                        "replace 8 {\"id\":8,\"name\":\"n\",\"price\":null,\"tags\":null,"
                                + "\"data\":null}");
    }

    @Test
    void an_event_that_cannot_be_mapped_is_refused_alone() {
        Table floats = Table.of("id int4 key", "x numeric");
        TaskSteps steps = new TaskSteps(floats.rules());
        String huge = "1" + "0".repeat(400);
        Mapped mapped =
                steps.map(
                        List.of(
                                floats.insert("1", "1"),
                                floats.insert("2", huge),
                                floats.insert(null, "1"),
                                floats.update(floats.key("3", Table.ABSENT), "4", huge),
                                floats.insert("5", "NaN")));
        assertThat(Changes.lines(mapped))
                .containsExactly(
                        "replace 1 {\"id\":1,\"x\":1}",
                        "delete 3",
                        "replace 5 {\"id\":5,\"x\":null}",
                        "refused 2 UNMAPPABLE_VALUE",
                        "refused null INVALID_DOCUMENT_ID",
                        "refused 4 UNMAPPABLE_VALUE");
        assertThat(mapped.nulledValues()).isEqualTo(1);
        assertThat(mapped.refused().getFirst().fault())
                .hasMessageContaining("'x'")
                .hasMessageContaining("0/16B3748#0")
                .hasMessageNotContaining("1000");
    }

    @Test
    void bytes_that_are_no_value_of_the_type_stop_with_the_position() {
        TaskSteps steps = new TaskSteps(table.rules());
        assertThatThrownBy(() -> steps.map(List.of(table.insert("1", "n", "1", "{}", "{secret"))))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("public.products")
                .hasMessageContaining("0/16B3748#0")
                .hasMessageNotContaining("secret");
    }

    @Test
    void documents_share_arrays_of_at_most_half_a_mebibyte() {
        Table texts = Table.of("id int4 key", "x text");
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            events.add(texts.insert(Integer.toString(i), "\n".repeat(500)));
        }
        events.add(texts.insert("3000", "y".repeat(700_000)));
        events.add(texts.insert("3001", "z"));
        Mapped mapped = new TaskSteps(texts.rules()).map(events);
        IdentityHashMap<byte[], Integer> arrays = new IdentityHashMap<>();
        int next = 0;
        for (DocumentChange change : mapped.changes()) {
            Document document = ((DocumentChange.Replace) change).document();
            arrays.merge(document.bytes(), 1, Integer::sum);
            assertThat(document.json()).startsWith("{\"id\":" + next++ + ",");
            if (next != 3001) {
                assertThat(document.bytes().length).isLessThanOrEqualTo(512 * 1024);
            }
        }
        assertThat(next).isEqualTo(3_002);
        assertThat(arrays.size()).isLessThan(20);
    }

    @Test
    void mappings_that_lose_a_column_or_the_key_are_refused() {
        requireUnusable(mapped(Map.of("name", Target.named("price")), UnmappedStrategy.INCLUDE));
        requireUnusable(mapped(Map.of("name", Target.at("data.x")), UnmappedStrategy.INCLUDE));
        requireUnusable(mapped(Map.of("gone", Target.named("x")), UnmappedStrategy.INCLUDE));
        requireUnusable(mapped(Map.of("id", Target.at("a.id")), UnmappedStrategy.INCLUDE));
        requireUnusable(
                mapped(
                        Map.of("id", Target.named("id").withDefault(Literal.of(0))),
                        UnmappedStrategy.INCLUDE));
        requireUnusable(
                mapped(Map.of("name", Target.named("n")), UnmappedStrategy.INCLUDE)
                        .withColumns(new ColumnSelection(List.of(), Set.of("name"))));
        assertThat(
                        json(
                                mapped(
                                        Map.of(
                                                "gone",
                                                Target.named("x").withDefault(Literal.of("d"))),
                                        UnmappedStrategy.EXCLUDE),
                                insert))
                .isEqualTo(tree("{\"id\": 7, \"x\": \"d\"}"));
    }

    private void requireUnusable(TaskRules rules) {
        assertThatThrownBy(() -> new TaskSteps(rules).check(table.relation()))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.RELATION_UNUSABLE);
                            assertThat(e.hint()).isNotEmpty();
                        });
    }

    private TaskRules mapped(Map<String, Target> fields, UnmappedStrategy strategy) {
        return table.rules().withMapping(new MappingRule(fields, strategy, ""));
    }

    private static JsonNode json(TaskRules rules, ChangeEvent event) {
        Mapped mapped = Changes.map(new TaskSteps(rules), List.of(event));
        assertThat(mapped.refused()).isEmpty();
        return tree(((DocumentChange.Replace) mapped.changes().getFirst()).document().json());
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
