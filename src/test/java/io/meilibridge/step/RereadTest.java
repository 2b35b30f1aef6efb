package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.FilterRule;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.Operator;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.step.rule.TransformRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Unchanged TOAST values: HAZARDS D1.
class RereadTest {

    private static final String UNCHANGED = Table.UNCHANGED;

    private final Table table = Table.of("id int4 key", "a text", "b text");
    private final ChangeEvent partial = table.update("1", "x", UNCHANGED);

    @Test
    void an_unchanged_value_is_filled_from_a_full_old_row() {
        Table full = Table.of(ReplicaIdentity.FULL, "id int4", "a text", "b text");
        TaskRules rules = full.rules().withId(IdRule.of("id"));
        assertThat(Changes.of(rules, full.update(full.full("1", "w", "long"), "1", "x", UNCHANGED)))
                .containsExactly("replace 1 {\"id\":1,\"a\":\"x\",\"b\":\"long\"}");
    }

    @Test
    void an_unchanged_key_is_filled_from_the_key_tuple() {
        Table keyed = Table.of("k text key", "a text");
        assertThat(
                        Changes.of(
                                keyed.rules(),
                                keyed.update(keyed.key("long", Table.ABSENT), UNCHANGED, "x")))
                .containsExactly("replace long {\"_id\":\"long\",\"k\":\"long\",\"a\":\"x\"}");
    }

    @Test
    void a_plain_unknown_column_is_left_out_of_a_patch() {
        assertThat(reason(table.rules(), partial)).isNull();
        assertThat(Changes.of(table.rules(), partial))
                .containsExactly("patch 1 {\"id\":1,\"a\":\"x\"}");
    }

    @Test
    void an_unknown_column_that_is_not_sent_does_not_matter() {
        TaskRules narrow = table.rules().withColumns(new ColumnSelection(List.of(), Set.of("b")));
        assertThat(reason(narrow, partial)).isNull();
        assertThat(Changes.of(narrow, partial)).containsExactly("replace 1 {\"id\":1,\"a\":\"x\"}");
    }

    @Test
    void a_filter_on_the_unknown_column_needs_the_row() {
        assertThat(reason(filtered("b", "y"), partial)).isEqualTo(RereadReason.FILTER);
    }

    @Test
    void a_filter_decided_without_it_needs_the_row_only_if_it_matches() {
        assertThat(reason(filtered("a", "other"), partial)).isNull();
        assertThat(Changes.of(filtered("a", "other"), partial)).containsExactly("delete 1");
        assertThat(reason(filtered("a", "x"), partial)).isEqualTo(RereadReason.ABSENT_DOCUMENT);
    }

    @Test
    void soft_delete_by_the_unknown_column_needs_the_row() {
        TaskRules rules =
                table.rules()
                        .withSoftDelete(
                                new SoftDeleteRule(
                                        "b",
                                        List.of(Literal.of("y")),
                                        SoftDeleteRule.Strategy.MARK,
                                        true,
                                        true));
        assertThat(reason(rules, partial)).isEqualTo(RereadReason.SOFT_DELETE);
    }

    @Test
    void a_patch_needs_the_row_where_soft_delete_removes_but_not_where_it_marks() {
        for (SoftDeleteRule.Strategy strategy : SoftDeleteRule.Strategy.values()) {
            TaskRules rules =
                    table.rules()
                            .withSoftDelete(
                                    new SoftDeleteRule(
                                            "a",
                                            List.of(Literal.of("gone")),
                                            strategy,
                                            true,
                                            true));
            assertThat(reason(rules, partial))
                    .isEqualTo(
                            strategy == SoftDeleteRule.Strategy.REMOVE
                                    ? RereadReason.ABSENT_DOCUMENT
                                    : null);
            assertThat(reason(rules, table.update("1", "gone", UNCHANGED))).isNull();
        }
    }

    @Test
    void a_transform_of_the_unknown_column_needs_the_row_but_not_a_rename() {
        assertThat(reason(transformed(new TransformRule.Lowercase("b")), partial))
                .isEqualTo(RereadReason.TRANSFORM);
        assertThat(reason(transformed(new TransformRule.Lowercase("a")), partial)).isNull();
        TaskRules renamed = transformed(new TransformRule.Rename("b", "c"));
        assertThat(reason(renamed, partial)).isNull();
        assertThat(Changes.of(renamed, partial)).containsExactly("patch 1 {\"id\":1,\"a\":\"x\"}");
        TaskRules removed = transformed(new TransformRule.Remove("b"));
        assertThat(Changes.of(removed, partial))
                .containsExactly("replace 1 {\"id\":1,\"a\":\"x\"}");
    }

    @Test
    void a_field_that_is_known_in_part_needs_the_row() {
        assertThat(reason(mapped(Map.of("a", Target.at("o.a"), "b", Target.at("o.b"))), partial))
                .isEqualTo(RereadReason.SHARED_FIELD);
        assertThat(
                        reason(
                                mapped(
                                        Map.of(
                                                "full",
                                                Target.named("full")
                                                        .joining(List.of("a", "b"), " "))),
                                partial))
                .isEqualTo(RereadReason.SHARED_FIELD);
        TaskRules apart = mapped(Map.of("a", Target.at("o.a"), "b", Target.at("p.b")));
        assertThat(reason(apart, partial)).isNull();
        assertThat(Changes.of(apart, partial))
                .containsExactly("patch 1 {\"id\":1,\"o\":{\"a\":\"x\"}}");
    }

    @Test
    void a_changed_key_needs_the_row() {
        ChangeEvent moved =
                table.update(table.key("1", Table.ABSENT, Table.ABSENT), "2", "x", UNCHANGED);
        assertThat(reason(table.rules(), moved)).isEqualTo(RereadReason.KEY_CHANGE);
        assertThat(reason(table.rules(), table.update("2", "x", "y"))).isNull();
        TaskSteps steps = new TaskSteps(table.rules());
        assertThatThrownBy(() -> steps.map(List.of(moved)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_operation_that_does_not_count_is_not_read_again() {
        TaskRules rules = filtered("b", "y").withEventTypes(Set.of(Operation.INSERT));
        assertThat(reason(rules, partial)).isNull();
    }

    @Test
    void rows_are_read_once_per_relation_and_put_in_their_places() {
        TaskSteps steps = new TaskSteps(filtered("b", "y"));
        List<ChangeEvent> events =
                List.of(
                        table.insert("9", "n", "y"),
                        table.update("1", "x", UNCHANGED),
                        table.update("2", "x", UNCHANGED),
                        table.update("1", "z", UNCHANGED),
                        table.delete("9", Table.ABSENT, Table.ABSENT));
        List<Integer> calls = new ArrayList<>();
        RowSource source =
                (relation, keyColumns, keys) -> {
                    calls.add(keys.size());
                    assertThat(keyColumns).containsExactly(0);
                    assertThat(keys).allSatisfy(key -> assertOnlyKey(relation, key));
                    return List.of(table.row("1", "now", "y"));
                };
        List<ChangeEvent> fresh = steps.reread(steps.complete(events), source);
        assertThat(calls).containsExactly(2);
        assertThat(Changes.lines(Changes.map(steps, fresh)))
                .containsExactly(
                        "replace 9 {\"id\":9,\"a\":\"n\",\"b\":\"y\"}",
                        "replace 1 {\"id\":1,\"a\":\"now\",\"b\":\"y\"}",
                        "delete 2",
                        "replace 1 {\"id\":1,\"a\":\"now\",\"b\":\"y\"}",
                        "delete 9");
    }

    private static void assertOnlyKey(Relation relation, Row key) {
        for (int i = 1; i < relation.columns().size(); i++) {
            assertThat(key.kind(i)).isEqualTo(ValueKind.ABSENT);
        }
    }

    @Test
    void a_moved_row_that_is_gone_deletes_both_ids() {
        TaskSteps steps = new TaskSteps(table.rules());
        List<ChangeEvent> moved =
                List.of(
                        table.update(
                                table.key("1", Table.ABSENT, Table.ABSENT), "2", "x", UNCHANGED));
        List<ChangeEvent> fresh = steps.reread(moved, (relation, columns, keys) -> List.of());
        assertThat(Changes.lines(steps.map(fresh))).containsExactly("delete 1", "delete 2");
    }

    @Test
    void a_moved_row_that_is_there_deletes_the_old_and_replaces_the_new() {
        TaskSteps steps = new TaskSteps(table.rules());
        List<ChangeEvent> moved =
                List.of(
                        table.update(
                                table.key("1", Table.ABSENT, Table.ABSENT), "2", "x", UNCHANGED));
        List<ChangeEvent> fresh =
                steps.reread(moved, (relation, columns, keys) -> List.of(table.row("2", "n", "y")));
        assertThat(Changes.lines(steps.map(fresh)))
                .containsExactly("delete 1", "replace 2 {\"id\":2,\"a\":\"n\",\"b\":\"y\"}");
    }

    @Test
    void a_column_dropped_since_is_left_out() {
        TaskSteps steps = new TaskSteps(filtered("a", "x"));
        List<ChangeEvent> fresh =
                steps.reread(
                        List.of(partial),
                        (relation, columns, keys) -> List.of(table.row("1", "x", Table.ABSENT)));
        assertThat(Changes.lines(steps.map(steps.filter(fresh))))
                .containsExactly("replace 1 {\"id\":1,\"a\":\"x\"}");
    }

    @Test
    void a_row_that_does_not_know_its_key_is_a_fault() {
        assertThatThrownBy(() -> reason(table.rules(), table.update(UNCHANGED, "x", "y")))
                .isInstanceOf(MappingException.class);
    }

    private TaskRules filtered(String field, String value) {
        return table.rules()
                .withFilter(
                        new FilterRule(
                                List.of(
                                        new Condition.Comparison(
                                                field, Operator.EQUALS, Literal.of(value)))));
    }

    private TaskRules transformed(TransformRule transform) {
        return table.rules().withTransforms(List.of(transform));
    }

    private TaskRules mapped(Map<String, Target> fields) {
        return table.rules()
                .withMapping(new MappingRule(fields, MappingRule.UnmappedStrategy.INCLUDE, ""));
    }

    private static @Nullable RereadReason reason(TaskRules rules, ChangeEvent event) {
        return new TaskSteps(rules).rereadReason(event);
    }
}
