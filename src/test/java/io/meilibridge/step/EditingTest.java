package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.form.RowMaps;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.FilterRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.step.rule.TransformRule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Changes in the forms that a user's step sees, and back.
class EditingTest {

    private final Table table =
            Table.of("id int4 key", "email text", "price numeric", "data json", "on bool");
    private TaskRules rules = table.rules();

    private TaskSteps steps = new TaskSteps(rules);

    private void rules(TaskRules other) {
        rules = other;
        steps = new TaskSteps(other);
    }

    private ChangeEvent row(String id) {
        return table.insert(id, "a@b", "1.50", "{\"x\": [1, null]}", "t");
    }

    private static Map<String, @Nullable Object> columns(
            List<Map<String, @Nullable Object>> rows, int change) {
        Object columns = rows.get(change).get("columns");
        assertThat(columns).isInstanceOf(Map.class);
        @SuppressWarnings("unchecked") // Its keys are names.
        Map<String, @Nullable Object> named = (Map<String, @Nullable Object>) columns;
        return named == null ? Map.of() : named;
    }

    private List<String> documents(List<ChangeEvent> events) {
        List<String> documents = new ArrayList<>();
        for (DocumentChange change : steps.map(steps.transform(events)).changes()) {
            documents.add(
                    switch (change) {
                        case DocumentChange.Replace replace -> replace.document().json();
                        case DocumentChange.Patch patch -> "patch " + patch.document().json();
                        case DocumentChange.Delete delete -> "delete " + delete.id();
                        case DocumentChange.DeleteAll _ -> "delete all";
                    });
        }
        return documents;
    }

    @Test
    void events_have_the_form_that_is_documented() {
        List<ChangeEvent> events =
                List.of(
                        row("1"),
                        table.update(
                                table.key(
                                        "2",
                                        Table.ABSENT,
                                        Table.ABSENT,
                                        Table.ABSENT,
                                        Table.ABSENT),
                                "3",
                                null,
                                "2",
                                Table.UNCHANGED,
                                "f"),
                        table.delete("4", Table.ABSENT, Table.ABSENT, Table.ABSENT, Table.ABSENT),
                        table.truncate());

        assertThat(new String(steps.json(events), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        [{"change":0,"action":"I","schema":"public","table":"products","columns":[\
                        {"name":"id","type":"integer","value":1},\
                        {"name":"email","type":"text","value":"a@b"},\
                        {"name":"price","type":"numeric","value":1.50},\
                        {"name":"data","type":"json","value":{"x":[1,null]}},\
                        {"name":"on","type":"boolean","value":true}]},\
                        {"change":1,"action":"U","schema":"public","table":"products","identity":[\
                        {"name":"id","type":"integer","value":2}],"columns":[\
                        {"name":"id","type":"integer","value":3},\
                        {"name":"email","type":"text","value":null},\
                        {"name":"price","type":"numeric","value":2},\
                        {"name":"on","type":"boolean","value":false}]},\
                        {"change":2,"action":"D","schema":"public","table":"products","identity":[\
                        {"name":"id","type":"integer","value":4}]},\
                        {"change":3,"action":"T","schema":"public","table":"products"}]\
                        """);
    }

    @Test
    void what_nobody_changed_is_what_it_was() {
        List<ChangeEvent> events = List.of(row("1"), table.delete("2", null, null, null, null));

        assertThat(steps.edited(events, steps.rows(events))).isEqualTo(events);
        assertThat(steps.edited(events, RowMaps.list(steps.json(events)))).isEqualTo(events);
    }

    @Test
    void values_are_changed_removed_and_added() {
        List<ChangeEvent> events = List.of(row("1"));
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        Map<String, @Nullable Object> columns = columns(rows, 0);
        columns.remove("email");
        columns.put("price", 7);
        columns.put("data", List.of(1, "a"));
        columns.put("on", null);
        columns.put("rank", new BigDecimal("0.10"));
        columns.put("nested", Map.of("deep", true));
        columns.put("word", "new \"quoted\"");
        columns.put("large", 1L << 40);
        columns.put("none", null);

        assertThat(documents(steps.edited(events, rows)))
                .containsExactly(
                        "{\"id\":1,\"price\":7,\"data\":[1,\"a\"],\"on\":null,\"rank\":0.10,"
                                + "\"nested\":{\"deep\":true},\"word\":\"new \\\"quoted\\\"\","
                                + "\"large\":1099511627776,\"none\":null}");
    }

    @Test
    void the_json_form_is_taken_back_too() {
        List<ChangeEvent> events = List.of(row("1"), row("2"));
        String json =
                new String(steps.json(events), StandardCharsets.UTF_8)
                        .replace("\"value\":\"a@b\"", "\"value\":12.5")
                        .replace("]},{", ",{\"name\":\"more\",\"value\":\"m\"}]},{");

        assertThat(
                        documents(
                                steps.edited(
                                        events,
                                        RowMaps.list(json.getBytes(StandardCharsets.UTF_8)))))
                .containsExactly(
                        "{\"id\":1,\"email\":12.5,\"price\":1.50,\"data\":{\"x\":[1,null]},\"on\":true,"
                                + "\"more\":\"m\"}",
                        "{\"id\":2,\"email\":12.5,\"price\":1.50,\"data\":{\"x\":[1,null]},\"on\":true}");
    }

    @Test
    void fewer_changes_are_those_that_are_left() {
        List<ChangeEvent> events = List.of(row("1"), row("2"), row("3"));
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        rows.remove(1);

        assertThat(steps.edited(events, rows)).containsExactly(events.get(0), events.get(2));
        assertThat(steps.edited(events, List.of())).isEmpty();
    }

    @Test
    void what_the_stream_left_out_stays_unknown() {
        List<ChangeEvent> events = List.of(table.update("1", "a@b", "1", Table.UNCHANGED, "t"));
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        columns(rows, 0).remove("email");

        assertThat(documents(steps.edited(events, rows)))
                .containsExactly("patch {\"id\":1,\"price\":1,\"on\":true}");
    }

    @Test
    void a_key_change_keeps_its_old_key() {
        Table full = Table.of(ReplicaIdentity.FULL, "id int4", "a text", "b text");
        rules(full.rules().withId(full.rules().id().withColumns(List.of("id"))));
        List<ChangeEvent> events =
                List.of(full.update(new OldRow.Full(full.row("1", "x", "y")), "2", "x", "y"));
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        columns(rows, 0).remove("a");

        assertThat(documents(steps.edited(events, rows)))
                .containsExactly("delete 1", "{\"id\":2,\"b\":\"y\"}");
    }

    @Test
    void a_step_may_leave_out_what_the_steps_before_it_needed() {
        rules(
                rules.withFilter(
                                new FilterRule(
                                        List.of(
                                                new Condition.Comparison(
                                                        "email",
                                                        Operator.EQUALS,
                                                        Literal.of("a@b")))))
                        .withColumns(new ColumnSelection(List.of("id", "price"), Set.of())));
        List<ChangeEvent> events = steps.softDelete(steps.filter(List.of(row("1"))));
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        columns(rows, 0).remove("email");
        columns(rows, 0).put("added", "also sent");
        List<ChangeEvent> edited = steps.edited(events, rows);

        assertThat(documents(edited))
                .containsExactly("{\"id\":1,\"price\":1.50,\"added\":\"also sent\"}");
        assertThatThrownBy(() -> steps.filter(edited))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("'email'");
    }

    @Test
    void rows_are_changed_behind_every_step() {
        rules(
                rules.withSoftDelete(
                                new SoftDeleteRule(
                                        "on",
                                        List.of(Literal.of(false)),
                                        SoftDeleteRule.Strategy.MARK,
                                        true,
                                        true))
                        .withTransforms(List.of(new TransformRule.Uppercase("email"))));
        List<ChangeEvent> marked = steps.softDelete(steps.filter(List.of(row("1"))));
        List<Map<String, @Nullable Object>> rows = steps.rows(marked);
        columns(rows, 0).put("email", "c@d");
        columns(rows, 0).remove("data");
        List<ChangeEvent> transformed = steps.transform(steps.edited(marked, rows));
        List<Map<String, @Nullable Object>> again = steps.rows(transformed);
        columns(again, 0).put("more", 1);
        columns(again, 0).remove("on");

        assertThat(
                        steps.map(steps.edited(transformed, again)).changes().stream()
                                .map(change -> ((DocumentChange.Replace) change).document().json()))
                .containsExactly(
                        "{\"id\":1,\"email\":\"C@D\",\"price\":1.50,\"_deleted\":false,\"more\":1}");
    }

    @Test
    void what_cannot_be_taken_back_is_told() {
        List<ChangeEvent> events =
                List.of(row("1"), row("2"), table.delete("3", null, null, null, null));

        refused(events, rows -> rows.add(rows.getFirst()), "once and in order");
        refused(events, rows -> rows.addFirst(rows.removeLast()), "once and in order");
        refused(events, rows -> rows.getFirst().remove("change"), "'change'");
        refused(events, rows -> rows.getFirst().put("change", 17), "below 3");
        refused(events, rows -> rows.getFirst().put("action", "D"), "'action' of change 0");
        refused(events, rows -> rows.getFirst().put("table", "other"), "'table' of change 0");
        refused(events, rows -> rows.get(2).put("identity", Map.of("id", 9)), "'identity'");
        refused(events, rows -> rows.get(2).put("columns", Map.of("id", 3)), "without 'columns'");
        refused(events, rows -> rows.get(1).remove("columns"), "with 'columns'");
        refused(events, rows -> columns(rows, 1).put("id", 3), "key column 'id'");
        refused(events, rows -> columns(rows, 1).remove("id"), "key column 'id'");
        refused(events, rows -> columns(rows, 0).put("x", Double.NaN), "number");
        refused(events, rows -> columns(rows, 0).put("x", Lsn.INVALID), "Lsn");
        assertThatThrownBy(() -> steps.edited(events, List.of("no map")))
                .hasMessageContaining("a map, got String");
        assertThatThrownBy(() -> RowMaps.list("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("a JSON array");
    }

    private void refused(
            List<ChangeEvent> events,
            Consumer<List<Map<String, @Nullable Object>>> change,
            String named) {
        List<Map<String, @Nullable Object>> rows = steps.rows(events);
        change.accept(rows);

        assertThatThrownBy(() -> steps.edited(events, rows))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.ROUTE_ROWS_UNUSABLE))
                .hasMessageContaining(named);
    }
}
